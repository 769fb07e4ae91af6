/** Runs as a module worker: computes tiles one after the other. */

import { alphaOfGreen } from "@graphiti/protocol/alpha.ts";
import { asGraphitiError, GraphitiError } from "@graphiti/protocol/errors.ts";
import { fetchVerified } from "./fetch-verified.ts";
import { type Layer, layerDigest } from "./layer-digest.ts";
import type { ComputedTile, NetworkTile, Question, Reply } from "./messages.ts";
import { WasmNetwork } from "./wasm-runtime.ts";

let open: { digest: string; network: WasmNetwork } | undefined;

async function networkOf({ modelDigest, modelUrl }: NetworkTile): Promise<WasmNetwork> {
  if (open?.digest === modelDigest) return open.network;
  const model = await fetchVerified(modelUrl, modelDigest, "The model");
  await open?.network.close();
  open = { digest: modelDigest, network: await WasmNetwork.open(model) };
  return open.network;
}

async function compute(request: NetworkTile): Promise<ComputedTile> {
  const network = await networkOf(request);
  const startedAt = performance.now();
  const { result, probe } = await network.run(request.pixels, request.width, request.height);
  const seconds = (performance.now() - startedAt) / 1000;
  const { width, height } = result;
  const pixels = Uint8Array.from(result.values);
  if (request.isAlpha) spreadAlpha(pixels);
  const output: Layer = { values: pixels, channels: 3, width, height };
  const digests = { outputDigest: layerDigest(output, "uint8"), probeDigest: layerDigest(probe, "int16") };
  return { pixels, width, height, ...digests, seconds, runtime: "wasm" };
}

function spreadAlpha(pixels: Uint8Array): void {
  const plane = pixels.length / 3;
  for (let at = plane; at < 2 * plane; at++) pixels[at] = alphaOfGreen(pixels[at] as number);
  pixels.copyWithin(0, plane, 2 * plane);
  pixels.copyWithin(2 * plane, plane, 2 * plane);
}

let queue = Promise.resolve();
self.onmessage = ({ data: { id, request } }: MessageEvent<Question>) => {
  queue = queue.then(async () => {
    try {
      const tile = await compute(request);
      self.postMessage({ id, tile } satisfies Reply, { transfer: [tile.pixels.buffer] });
    } catch (thrown) {
      console.error(thrown);
      const { code, message, nextStep } = thrown instanceof GraphitiError ? thrown : asGraphitiError(thrown);
      self.postMessage({ id, failure: { code, message, nextStep } } satisfies Reply);
    }
  });
};
