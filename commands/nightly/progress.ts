import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Campaign, Chunk } from "./campaigns.ts";

/** How far a campaign is. `seconds` of its last chunk say whether another one fits. */
export type Progress = { done: number; chunks: number; seconds?: number; failed?: boolean };
/** What is kept from call to call. It counts for the sources that it was done on, and no others. */
export type State = { sources: string; campaigns: Record<string, Progress> };

const stateFile = (folder: string) => join(folder, "state.json");

const watched = [
  "contracts/**/*.sol",
  "test/contracts/**/*.{sol,ts}",
  "test/agreement/neurons/*",
  "models/{integer-network,reference,reference-convolution}.ts",
  "models/generate/dream/{activations,run-network}.ts",
];

/** Changes whenever the contracts, their tests, or what they are compared with do. */
export function sourcesDigest(root: string): string {
  const hash = createHash("sha256");
  for (const file of globSync(watched, { cwd: root }).sort())
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** The state of these sources; a new one where there is none, or one of other sources. */
export function readState(folder: string, sources: string): State {
  try {
    const state = JSON.parse(readFileSync(stateFile(folder), "utf8")) as State;
    if (state.sources === sources) return state;
  } catch {
    // There is none yet.
  }
  return { sources, campaigns: {} };
}

export function writeState(folder: string, state: State): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${stateFile(folder)}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${stateFile(folder)}.new`, stateFile(folder));
}

export const progressOf = (state: State, { name }: Campaign): Progress =>
  state.campaigns[name] ?? { done: 0, chunks: 0 };

/** The next part of a campaign, undefined when its goal is reached. */
export function nextChunk(campaign: Campaign, { done, chunks }: Progress): Chunk | undefined {
  const units = Math.min(campaign.chunk, campaign.goal - done);
  return units > 0 ? { index: chunks, units } : undefined;
}

/**
 * The campaign to go on with: the one that is farthest from its goal, of those whose next chunk should fit.
 * @param barred names that are not to be taken any more
 */
export function choose(
  all: Campaign[],
  state: State,
  secondsLeft: number,
  barred: ReadonlySet<string>,
): Campaign | undefined {
  return all
    .filter((campaign) => {
      const progress = progressOf(state, campaign);
      const fits = (progress.seconds ?? 0) <= secondsLeft;
      return fits && !barred.has(campaign.name) && nextChunk(campaign, progress) !== undefined;
    })
    .sort((a, b) => progressOf(state, a).done / a.goal - progressOf(state, b).done / b.goal)[0];
}
