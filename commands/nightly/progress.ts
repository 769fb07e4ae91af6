import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Campaign, type Chunk, campaigns } from "./campaigns.ts";

/** How far a campaign is. `seconds` of its last chunk say whether another one fits. */
export type Progress = { done: number; chunks: number; seconds?: number; failed?: boolean };
/** By campaign: a digest that changes whenever something does that the campaign rests on. */
export type Sources = Record<string, string>;
/** What is kept from call to call. Of each campaign it counts for the sources that it was done on, and no others. */
export type State = { sources: Sources; campaigns: Record<string, Progress> };

const stateFile = (folder: string) => join(folder, "state.json");

/** The files that a campaign rests on, from the root of the tree. */
export const sourcesOf = (root: string, { restsOn }: Campaign): string[] =>
  globSync(restsOn, { cwd: root, exclude: ["**/node_modules/**"] }).sort();

export function sourcesDigest(root: string, all = campaigns): Sources {
  const digest = (campaign: Campaign) => {
    const hash = createHash("sha256");
    for (const file of sourcesOf(root, campaign))
      hash.update(`${file}\n`).update(readFileSync(join(root, file)));
    return hash.digest("hex");
  };
  return Object.fromEntries(all.map((campaign) => [campaign.name, digest(campaign)]));
}

/** The state of these sources: without the campaigns that were done on others. */
export function readState(folder: string, sources: Sources): State {
  try {
    const kept = JSON.parse(readFileSync(stateFile(folder), "utf8")) as State;
    const same = Object.entries(kept.campaigns).filter(([name]) => kept.sources[name] === sources[name]);
    return { sources, campaigns: Object.fromEntries(same) };
  } catch {
    // There is none yet.
    return { sources, campaigns: {} };
  }
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
