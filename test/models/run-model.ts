import { InferenceSession, Tensor } from "onnxruntime-node";
import type { Tile } from "./tiles.ts";

export type ModelRun = {
  result: Float32Array;
  probe: Float32Array;
  resultDims: readonly number[];
  probeDims: readonly number[];
};

export function openModel(
  bytes: Uint8Array,
  threads = 1,
  level: "disabled" | "basic" | "extended" | "all" = "all",
): Promise<InferenceSession> {
  return InferenceSession.create(bytes, { intraOpNumThreads: threads, graphOptimizationLevel: level });
}

export async function runModel(session: InferenceSession, tile: Omit<Tile, "name">): Promise<ModelRun> {
  const pixels = new Tensor("float32", Float32Array.from(tile.planar), [1, 3, tile.height, tile.width]);
  const { result, probe } = (await session.run({ pixels })) as { result: Tensor; probe: Tensor };
  return {
    result: result.data as Float32Array,
    probe: probe.data as Float32Array,
    resultDims: result.dims,
    probeDims: probe.dims,
  };
}

export function countDifferences(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let count = Math.abs(a.length - b.length);
  for (let at = 0; at < Math.min(a.length, b.length); at++) if (a[at] !== b[at]) count++;
  return count;
}
