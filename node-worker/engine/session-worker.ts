import { parentPort, workerData } from "node:worker_threads";
import { alphaOfGreen } from "@graphiti/protocol/alpha.ts";
import { giveBack } from "@graphiti/protocol/picture/give-back.ts";
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { Hex } from "viem";
import { interleave, type Layer, layerDigest } from "./strips.ts";

/** What the pool sends: planar pixels of one haloed tile. */
export type TileRequest = {
  pixels: Uint8Array;
  width: number;
  height: number;
  /** An alpha tile: of its result only green counts, and stands as alpha in all three channels. */
  isAlpha: boolean;
};

export type TileResult = {
  /** Interleaved RGB. */
  pixels: Uint8Array;
  width: number;
  height: number;
  outputDigest: Hex;
  /** Layer digest of the last hidden layer. */
  probe: Hex;
  /** How long the session took. */
  seconds: number;
};

export type TileReply = { result: TileResult } | { failure: string };

const { model } = workerData as { model: Uint8Array };
if (!parentPort) throw new Error("this file runs as a worker");
const port = parentPort;

// Measured: without the arena the C library's heap fragments and grows; the pattern planner takes more, for no speed.
const session = await InferenceSession.create(model, {
  executionProviders: ["cpu"],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: "sequential",
  graphOptimizationLevel: "all",
  enableCpuMemArena: true,
  enableMemPattern: false,
});

async function compute({ pixels, width, height, isAlpha }: TileRequest): Promise<TileResult> {
  const startedAt = performance.now();
  const input = new Tensor("float32", new Float32Array(pixels), [1, 3, height, width]);
  const { result, probe } = await session.run({ pixels: input });
  if (!result || !probe) throw new Error("the model has no outputs named result and probe");
  const output = layerOf(result);
  if (isAlpha) spreadAlpha(output);
  const tile = {
    pixels: interleave(output),
    width: output.width,
    height: output.height,
    outputDigest: layerDigest(output, "uint8"),
    probe: layerDigest(layerOf(probe), "int16"),
  };
  giveBack(pixels);
  for (const tensor of [input, result, probe]) giveBack(tensor.data as Float32Array);
  return { ...tile, seconds: (performance.now() - startedAt) / 1000 };
}

function spreadAlpha({ values, width, height }: Layer) {
  const plane = width * height;
  for (let at = plane; at < 2 * plane; at++) values[at] = alphaOfGreen(values[at] as number);
  values.copyWithin(0, plane, 2 * plane);
  values.copyWithin(2 * plane, plane, 2 * plane);
}

function layerOf({ data, dims }: Tensor): Layer {
  const [, channels, height, width] = dims;
  if (channels === undefined || height === undefined || width === undefined)
    throw new Error(`an output has ${dims.length} dimensions instead of 4`);
  return { values: data as Float32Array, channels, height, width };
}

port.on("message", async (request: TileRequest) => {
  try {
    const result = await compute(request);
    port.postMessage({ result } satisfies TileReply, [result.pixels.buffer as ArrayBuffer]);
  } catch (error) {
    port.postMessage({ failure: String(error) } satisfies TileReply);
  }
});
port.postMessage("ready");
