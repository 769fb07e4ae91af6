import { InferenceSession, Tensor } from "onnxruntime-node";
import { recipeOf } from "../catalogue.ts";
import { type FloatNetwork, floatTwin } from "../float-network.ts";
import { loadNetwork } from "../load-network.ts";
import { modelBytes } from "../model-bytes.ts";
import { emitFloat } from "../onnx/emit-float.ts";
import { tensorNames } from "../onnx/emit-integer.ts";
import type { Contender } from "./cpu-cost.ts";
import { probeDigest } from "./probe-digest.ts";

export type Settings = { service: string; width: number; height: number; threads: number; level: Level };
export type Level = "disabled" | "basic" | "extended" | "all";
export type Variant = "exact" | "exact+probe" | "float";

/** One session for the exact model and one for its float twin, alike in everything else. */
export async function openSessions({ service, threads, level }: Settings, published?: FloatNetwork) {
  const float = published ?? floatTwin(await loadNetwork(service));
  const options = { intraOpNumThreads: threads, graphOptimizationLevel: level };
  return {
    exact: await InferenceSession.create(await modelBytes(service), options),
    float: await InferenceSession.create(emitFloat(float), options),
    floatUnit: float.unit,
  };
}

/** Each variant on the same haloed tile of noise; `exact+probe` also fetches and hashes the probe. */
export function contenders(
  sessions: { exact: InferenceSession; float: InferenceSession; floatUnit: number },
  { service, width, height }: Settings,
): (Contender & { name: Variant })[] {
  const { halo } = recipeOf(service);
  const dims = [1, 3, height + 2 * halo, width + 2 * halo];
  const tile = noise(3 * (height + 2 * halo) * (width + 2 * halo));
  const scaled = tile.map((value) => value * sessions.floatUnit);
  const run = (session: InferenceSession, pixels: Float32Array, outputs: string[]) =>
    session.run({ [tensorNames.pixels]: new Tensor("float32", pixels, dims) }, outputs);
  return [
    { name: "exact", run: async () => void (await run(sessions.exact, tile, [tensorNames.result])) },
    { name: "float", run: async () => void (await run(sessions.float, scaled, [tensorNames.result])) },
    {
      name: "exact+probe",
      run: async () => {
        const outputs = await run(sessions.exact, tile, [tensorNames.result, tensorNames.probe]);
        const probe = outputs[tensorNames.probe] as Tensor;
        const [, channels, rows, columns] = probe.dims as [number, number, number, number];
        probeDigest(probe.data as Float32Array, channels, columns, rows);
      },
    },
  ];
}

function noise(length: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}
