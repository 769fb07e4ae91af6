import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fail } from "@graphiti/protocol/errors.ts";
import { lotIdOf } from "@graphiti/protocol/terms.ts";

/** When a job's first lot had come how far, and how long was computed. Seconds; the steps' are counted from its claim. */
export type Timeline = {
  computed: number;
  submitted: number;
  seals: number[];
  final: number;
  /** By the worker, and by the slowest of those who checked. */
  inference: number;
  checks: number;
  /** What is left of `final` without the worker's inference. */
  overhead: number;
};

type Entry = { time: number; msg: string; lot?: string; seconds?: number };

const pollMilliseconds = 200;

/**
 * Reads the logs of all nodes that `npm start` has started; what the chain shows already, they may say a moment later.
 * @throws STACK_FAILED when they do not show that the lot is final
 */
export async function timelineOf(
  home: string,
  jobId: bigint,
  patienceMilliseconds = 10_000,
): Promise<Timeline> {
  const lot = lotIdOf(jobId, 0).toString();
  for (let waited = 0; waited <= patienceMilliseconds; waited += pollMilliseconds) {
    const entries = entriesOf(join(home, "logs")).filter((entry) => entry.lot === lot);
    if (entries.some(({ msg }) => msg === "a lot is final")) return timelineIn(entries);
    await delay(pollMilliseconds);
  }
  fail("STACK_FAILED", `No node's log says that lot ${lot} is final.`);
}

function timelineIn(entries: readonly Entry[]): Timeline {
  const all = (msg: string) => entries.filter((entry) => entry.msg === msg);
  const one = (msg: string) => all(msg).at(-1) ?? fail("STACK_FAILED", `No node's log says "${msg}".`);
  const claimedAt = one("claimed a lot").time;
  const after = ({ time }: Entry) => rounded((time - claimedAt) / 1000);
  const final = after(one("a lot is final"));
  const inference = one("computed a lot").seconds ?? 0;
  return {
    computed: after(one("computed a lot")),
    submitted: after(one("submitted a lot")),
    seals: all("sealed a lot")
      .map(after)
      .toSorted((a, b) => a - b),
    final,
    inference,
    checks: Math.max(0, ...all("computed a sample").map(({ seconds = 0 }) => seconds)),
    overhead: rounded(final - inference),
  };
}

const rounded = (seconds: number) => Math.round(seconds * 10) / 10;

function entriesOf(folder: string): Entry[] {
  const files = readdirSync(folder).filter((name) => name.startsWith("node-"));
  return files.flatMap((name) =>
    readFileSync(join(folder, name), "utf8")
      .split("\n")
      .filter((line) => /^{.*}$/.test(line))
      .map((line): Entry => JSON.parse(line)),
  );
}
