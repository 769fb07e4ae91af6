import { setTimeout as pause } from "node:timers/promises";
import type { Log } from "../report/logger.ts";

/** Long enough for a tile or a file in work to end; an inference cannot be broken off. */
const graceMs = 900;

/**
 * Turns signals into an end: the first drains, the second stops at once.
 * @param atOnce the first signal already stops
 */
export function stopOnSignals(log: Log, atOnce: boolean) {
  const controller = new AbortController();
  let isDraining = false;
  const onSignal = () => {
    if (isDraining || atOnce) {
      controller.abort(new DOMException("the node was told to stop", "AbortError"));
      return;
    }
    isDraining = true;
    log.info("finishing what is claimed; a second signal stops at once");
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  return {
    now: controller.signal,
    draining: () => isDraining,
    /**
     * Waits for the work, or for a stop at once. A process that still computes after the grace is killed: the journal
     * takes up from any point, and an exit would wait for the inference threads.
     */
    async until(work: Promise<void>): Promise<void> {
      const ended = work.catch((error) => {
        if (!controller.signal.aborted) throw error;
      });
      const aborted = new Promise<"aborted">((resolve) =>
        controller.signal.addEventListener("abort", () => resolve("aborted"), { once: true }),
      );
      if ((await Promise.race([ended, aborted])) !== "aborted") return;
      log.info("stopping at once; the journal goes on from here");
      const outcome = await Promise.race([ended.then(() => "ended"), pause(graceMs, "computing")]);
      if (outcome === "computing") process.kill(process.pid, "SIGKILL");
    },
  };
}
