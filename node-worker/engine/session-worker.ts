import { parentPort, workerData } from "node:worker_threads";
import { alphaOfGreen } from "@graphiti/protocol/alpha.ts";
import { giveBack } from "@graphiti/protocol/picture/give-back.ts";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { interleave, type Layer, rowDigests } from "./strips.ts";

/** What the pool sends: planar pixels of one band, and how many of its hidden rows are its own. */
export type BandRequest = {
  id: number;
  pixels: Uint8Array;
  width: number;
  height: number;
  probeRows: number;
  /** An alpha tile: of its result only green counts, and stands as alpha in all three channels. */
  isAlpha: boolean;
};

export type BandResult = {
  /** Interleaved RGB. */
  pixels: Uint8Array;
  width: number;
  height: number;
  /** 32 bytes for each row. */
  outputRows: Uint8Array;
  probeRows: Uint8Array;
};

export type BandReply = { id: number } & ({ result: BandResult } | { failure: string });

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

async function compute({ pixels, width, height, probeRows, isAlpha }: BandRequest): Promise<BandResult> {
  const input = new Tensor("float32", Float32Array.from(pixels), [1, 3, height, width]);
  const { result, probe } = await session.run({ pixels: input });
  if (!result || !probe) throw new Error("the model has no outputs named result and probe");
  const output = layerOf(result);
  if (isAlpha) spreadAlpha(output);
  const band = {
    pixels: interleave(output),
    width: output.width,
    height: output.height,
    outputRows: rowDigests(output, output.height, "uint8"),
    probeRows: rowDigests(layerOf(probe), probeRows, "int16"),
  };
  for (const tensor of [input, result, probe]) giveBack(tensor.data as Float32Array);
  return band;
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

port.on("message", async (request: BandRequest) => {
  try {
    const result = await compute(request);
    const buffers = [
      result.pixels.buffer,
      result.outputRows.buffer,
      result.probeRows.buffer,
    ] as ArrayBuffer[];
    port.postMessage({ id: request.id, result } satisfies BandReply, buffers);
  } catch (error) {
    port.postMessage({ id: request.id, failure: String(error) } satisfies BandReply);
  }
});
port.postMessage("ready");
