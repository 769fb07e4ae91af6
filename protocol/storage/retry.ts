import { setTimeout as wait } from "node:timers/promises";
import { GraphitiError } from "../errors.ts";

/**
 * Repeats work that failed with a retryable error, waiting longer each time, with jitter so that many clients
 * do not come back together. `firstWaitMilliseconds` doubles each time.
 */
export async function withRetry<Result>(
  work: () => Promise<Result>,
  { attempts = 3, firstWaitMilliseconds = 400 } = {},
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (thrown) {
      if (attempt >= attempts || !(thrown instanceof GraphitiError) || !thrown.retryable) throw thrown;
      await wait(firstWaitMilliseconds * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
    }
  }
}
