import { recipeOf } from "../catalogue.ts";
import { tensorNames } from "../onnx/emit-integer.ts";
import type { Contender } from "./cpu-cost.ts";
import { probeDigest } from "./probe-digest.ts";
import type { Runner, Settings } from "./runners.ts";

/** A runner on haloed tiles of noise, as many as it takes at a time; with `hashesProbe` it also fetches and hashes the probe. */
export function contender(
  name: string,
  runner: Runner,
  { service, width, height, batch }: Settings,
  hashesProbe = false,
): Contender {
  const { halo } = recipeOf(service);
  const [across, down] = [width + 2 * halo, height + 2 * halo];
  const tile = noise(3 * across * down * batch).map((value) => value * runner.unit);
  if (!hashesProbe) return { name, run: async () => void (await runner.run(tile, across, down)) };
  return {
    name,
    run: async () => {
      const outputs = await runner.run(tile, across, down, [tensorNames.result, tensorNames.probe]);
      const { data, dims } = outputs[tensorNames.probe] as (typeof outputs)[string];
      const [, channels, rows, columns] = dims as [number, number, number, number];
      probeDigest(data, channels, columns, rows);
    },
  };
}

function noise(length: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}
