/** Runs as a module worker: computes tiles one after the other. */

import { alphaOfGreen } from "@graphiti/protocol/alpha.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { decodeGenerateParams } from "@graphiti/protocol/generate-params.ts";
import { fetchVerified } from "./fetch-verified.ts";
import { type Layer, layerDigest } from "./layer-digest.ts";
import type { ComputedTile, GeneratedTile, NetworkTile, Question, Reply, Runtime } from "./messages.ts";
import { isWasmAllowed, type NetworkRun, type OpenNetwork, openWasm } from "./wasm-runtime.ts";

type Opened = { digest: string; runtime: Runtime; network: OpenNetwork };
let opened: Opened | undefined;

/** The last network stays open: who computes one tile often computes the next. */
async function networkOf({ service, modelDigest, modelUrl }: NetworkTile): Promise<Opened> {
  if (opened?.digest === modelDigest) return opened;
  await opened?.network.close();
  opened = undefined;
  if (await isWasmAllowed()) {
    const model = await fetchVerified(modelUrl, modelDigest, "The model");
    opened = { digest: modelDigest, runtime: "wasm", network: await openWasm(model) };
  } else {
    const { openReference } = await import("./reference-runtime.ts");
    opened = { digest: modelDigest, runtime: "reference", network: await openReference(service) };
  }
  return opened;
}

type Run = NetworkRun & Pick<ComputedTile, "seconds" | "runtime">;

async function runNetwork(request: NetworkTile): Promise<Run> {
  const { network, runtime } = await networkOf(request);
  const startedAt = performance.now();
  const run = await network.run(request.pixels, request.width, request.height);
  return { ...run, seconds: (performance.now() - startedAt) / 1000, runtime };
}

async function generate({ service, params, picture, rect }: GeneratedTile): Promise<Run> {
  const { generatorOf } = await import("@graphiti/models/generate/generators.ts");
  const { renderTile, probeChannels } = generatorOf(service);
  const startedAt = performance.now();
  const { pixels, probe } = renderTile(decodeGenerateParams(params), picture, rect);
  const seconds = (performance.now() - startedAt) / 1000;
  const { width, height } = rect;
  return {
    result: { values: pixels, channels: 3, width, height },
    probe: { values: probe, channels: probeChannels, width, height },
    seconds,
    runtime: "reference",
  };
}

async function compute(request: NetworkTile | GeneratedTile): Promise<ComputedTile> {
  const { result, probe, ...how } = await (request.kind === "network"
    ? runNetwork(request)
    : generate(request));
  const { width, height } = result;
  const pixels = Uint8Array.from(result.values);
  if (request.kind === "network" && request.isAlpha) spreadAlpha(pixels);
  const output: Layer = { values: pixels, channels: 3, width, height };
  const digests = { outputDigest: layerDigest(output, "uint8"), probeDigest: layerDigest(probe, "int16") };
  return { pixels, width, height, ...digests, ...how };
}

function spreadAlpha(pixels: Uint8Array): void {
  const plane = pixels.length / 3;
  for (let at = plane; at < 2 * plane; at++) pixels[at] = alphaOfGreen(pixels[at] as number);
  pixels.copyWithin(0, plane, 2 * plane);
  pixels.copyWithin(2 * plane, plane, 2 * plane);
}

/** What the runtime throws means nothing to a person. */
function failureOf(thrown: unknown): GraphitiError {
  if (thrown instanceof GraphitiError) return thrown;
  console.error(thrown);
  return new GraphitiError("ENGINE_FAILED", "The engine of this page has failed.");
}

let queue = Promise.resolve();
self.onmessage = ({ data: { id, request } }: MessageEvent<Question>) => {
  queue = queue.then(async () => {
    try {
      const tile = await compute(request);
      self.postMessage({ id, tile } satisfies Reply, { transfer: [tile.pixels.buffer] });
    } catch (thrown) {
      const { code, message, nextStep } = failureOf(thrown);
      self.postMessage({ id, failure: { code, message, nextStep } } satisfies Reply);
    }
  });
};
