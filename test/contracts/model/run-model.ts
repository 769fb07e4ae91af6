import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CampaignResult, runCampaign, type Twist } from "./campaign.ts";
import { Coverage } from "./coverage.ts";
import { toJson } from "./operation.ts";
import { shrink } from "./replay.ts";

/** Steps on one chain; then the next seed gets a new one. */
export const operationsPerChain = 20_000;
export const failuresFolder = join(".graphiti", "model-failures");
const shrinkSeconds = 60;

export type ModelReport = {
  operations: number;
  mismatches: number;
  seeds: number[];
  seconds: number;
  counts: Record<string, number>;
  /** What nothing has reached, though it must; empty for runs that are too short to reach everything. */
  missing: string[];
  failure: { seed: number; step: number; file: string; text: string } | undefined;
};

/**
 * Random calls against model and contracts, from `seed` on, until the first difference. Errors are part of the
 * report; a difference is kept in `.graphiti/model-failures/`, as short as a minute makes it.
 */
export async function runModel(
  operations: number,
  seed: number,
  { twist = {}, said = () => {} }: { twist?: Twist; said?: (line: string) => void } = {},
): Promise<ModelReport> {
  const began = performance.now();
  const coverage = new Coverage();
  const seeds: number[] = [];
  let done = 0;
  let failure: ModelReport["failure"];
  for (let next = seed; done < operations && !failure; next++) {
    seeds.push(next);
    said(`seed ${next} …`);
    const result = await runCampaign(next, Math.min(operationsPerChain, operations - done), twist);
    done += result.steps;
    coverage.add(result.coverage);
    if (result.failure) failure = await keepFailure(result, twist, said);
  }
  return {
    operations: done,
    mismatches: failure ? 1 : 0,
    seeds,
    seconds: (performance.now() - began) / 1000,
    counts: Object.fromEntries([...coverage.counts].sort(([one], [other]) => (one < other ? -1 : 1))),
    missing: !failure && operations >= operationsPerChain ? coverage.missing() : [],
    failure,
  };
}

async function keepFailure(
  { seed, failure, operations, consents }: CampaignResult,
  twist: Twist,
  said: (line: string) => void,
): Promise<ModelReport["failure"]> {
  if (!failure) return undefined;
  said(`operation ${failure.step} of seed ${seed} differs; looking for a shorter way there …`);
  const shortest = await shrink(operations, consents, { seconds: shrinkSeconds, twist });
  mkdirSync(failuresFolder, { recursive: true });
  const file = join(failuresFolder, `seed-${seed}.json`);
  writeFileSync(file, `${toJson({ seed, ...failure, operations: shortest, consents }, 1)}\n`);
  const { step, operation, mismatches } = failure;
  const differences = mismatches.map(
    ({ what, predicted, actual }) =>
      `${what}\n  predicted ${JSON.stringify(predicted)}\n  actual    ${JSON.stringify(actual)}`,
  );
  const text = [`operation ${step}: ${toJson(operation)}`, ...differences].join("\n");
  return { seed, step, file, text };
}
