import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ended, runProgram } from "../solidity/forge.ts";
import type { Call, Campaign } from "./campaigns.ts";
import { choose, nextChunk, progressOf, type State, writeState } from "./progress.ts";

export type Outcome = {
  campaigns: { name: string; unit: string; did: number; done: number; goal: number }[];
  failures: { name: string; chunk: number; log: string }[];
  /** The campaign that time ran out on: its chunk is not counted. */
  cutOff?: string;
};
export type Run = (call: Call, seconds: number) => Promise<Ended>;

export const runCall: Run = ({ program, args, env }, seconds) =>
  runProgram(program, args, { cwd: process.cwd(), seconds, ...(env && { env }) });

/**
 * Does chunk after chunk until the time is over, everything is done or has failed. After each one the state is
 * written, so that a call that is killed loses one chunk.
 */
export async function runCampaigns(
  all: Campaign[],
  state: State,
  folder: string,
  seconds: number,
  tell: (line: string) => void,
  run: Run = runCall,
): Promise<Outcome> {
  const until = performance.now() + seconds * 1000;
  const left = () => (until - performance.now()) / 1000;
  const did = new Map<string, number>();
  const failures: Outcome["failures"] = [];
  const barred = new Set<string>();
  let cutOff: string | undefined;
  while (left() > 0 && cutOff === undefined) {
    const campaign = choose(all, state, left(), barred);
    if (!campaign) break;
    const { name, unit } = campaign;
    const progress = progressOf(state, campaign);
    const chunk = nextChunk(campaign, progress);
    if (!chunk) break;
    const began = performance.now();
    const { code, output, timedOut } = await run(campaign.call(chunk), left());
    const took = (performance.now() - began) / 1000;
    mkdirSync(folder, { recursive: true });
    const log = join(folder, `${name}-${chunk.index}.log`);
    writeFileSync(log, output);
    if (timedOut) {
      cutOff = name;
      // Less than what one chunk takes is not worth starting again.
      state.campaigns[name] = { ...progress, seconds: Math.max(took, progress.seconds ?? 0) };
    } else if (code !== 0) {
      barred.add(name);
      failures.push({ name, chunk: chunk.index, log });
      state.campaigns[name] = { ...progress, failed: true };
      tell(`✗ ${name}: chunk ${chunk.index} failed; see ${log}`);
    } else {
      const done = progress.done + chunk.units;
      did.set(name, (did.get(name) ?? 0) + chunk.units);
      state.campaigns[name] = { done, chunks: progress.chunks + 1, seconds: took };
      tell(`✓ ${name}: ${done} of ${campaign.goal} ${unit}, ${took.toFixed(0)} s`);
    }
    writeState(folder, state);
  }
  return {
    campaigns: all.map((campaign) => ({
      name: campaign.name,
      unit: campaign.unit,
      did: did.get(campaign.name) ?? 0,
      done: progressOf(state, campaign).done,
      goal: campaign.goal,
    })),
    failures,
    ...(cutOff && { cutOff }),
  };
}
