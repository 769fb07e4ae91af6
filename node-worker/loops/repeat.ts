import { setTimeout as pause } from "node:timers/promises";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { mayPass } from "../chain/patience.ts";
import type { NodeContext } from "../duties/node-context.ts";
import { describe } from "../report/describe.ts";
import { Bell } from "./bell.ts";

const longestWaitMs = 15_000;

/** What a round has come to: there is more to do, nothing for the moment, or nothing ever again. */
export type Round = "again" | "idle" | "end";

export type Loop = { name: string; bell: Bell };

export const loopNamed = (name: string): Loop => ({ name, bell: new Bell() });

/**
 * Repeats a round until it ends the loop. An idle loop waits for its bell, though never longer than between two polls;
 * an error makes it wait, ever longer, and ends nothing.
 */
export async function repeat(
  { settings, stop, log, metrics }: NodeContext,
  { name, bell }: Loop,
  round: () => Promise<Round>,
): Promise<void> {
  let waitMs = settings.pollMs;
  let last = "";
  for (;;) {
    stop.throwIfAborted();
    try {
      const next = await round();
      if (next === "end") return;
      if (last !== "") log.info({ loop: name }, "it works again");
      last = "";
      waitMs = settings.pollMs;
      if (next === "idle") await bell.wait(waitMs, stop);
    } catch (error) {
      stop.throwIfAborted();
      metrics.waits.inc({ what: name });
      const expected = mayPass(error) || error instanceof GraphitiError;
      if (describe(error) !== last)
        log[expected ? "warn" : "error"]({ loop: name, because: describe(error) }, "waiting to try again");
      last = describe(error);
      waitMs = Math.min(waitMs * 2, longestWaitMs);
      await pause(waitMs, undefined, { signal: stop });
    }
  }
}
