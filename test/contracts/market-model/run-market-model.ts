import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toJson } from "../model/operation.ts";
import { failuresFolder, type ModelReport } from "../model/run-model.ts";
import { type DuelReport, runMarketDuel } from "./duel.ts";

/** Calls of one market; then the next seed gets a new one. */
export const callsPerMarket = 6_000;

/**
 * Random calls against the market and its model, from `seed` on, until the first difference, which is kept in
 * `.graphiti/model-failures/`; the same seed finds it again.
 */
export async function runMarketModel(
  operations: number,
  seed: number,
  said: (line: string) => void = () => {},
): Promise<ModelReport> {
  const began = performance.now();
  const counts = new Map<string, number>();
  const seeds: number[] = [];
  const met: string[][] = [];
  let done = 0;
  let failure: ModelReport["failure"];
  for (let next = seed; done < operations && !failure; next++) {
    seeds.push(next);
    said(`seed ${next} …`);
    const report = await runMarketDuel(next, Math.min(callsPerMarket, operations - done));
    done += report.steps;
    for (const [what, times] of report.coverage.counts) counts.set(what, (counts.get(what) ?? 0) + times);
    met.push(report.coverage.missing());
    failure = keepFailure(report);
  }
  const [first = [], ...others] = met;
  return {
    operations: done,
    mismatches: failure ? 1 : 0,
    seeds,
    seconds: (performance.now() - began) / 1000,
    counts: Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1))),
    missing:
      !failure && operations >= callsPerMarket
        ? first.filter((what) => others.every((missing) => missing.includes(what)))
        : [],
    failure,
  };
}

function keepFailure({ seed, steps: step, failure }: DuelReport): ModelReport["failure"] {
  if (!failure) return undefined;
  mkdirSync(failuresFolder, { recursive: true });
  const file = join(failuresFolder, `market-seed-${seed}.json`);
  const text = toJson({ step, ...failure }, 1);
  writeFileSync(file, `${text}\n`);
  return { seed, step, file, text };
}
