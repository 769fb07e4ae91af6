import { setTimeout as delay } from "node:timers/promises";

/** Asks again and again until the answer is truthy; throws what was last in the way. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer>,
  timeoutMs = 60_000,
): Promise<NonNullable<Answer>> {
  const giveUpAt = Date.now() + timeoutMs;
  let cause: unknown;
  while (Date.now() < giveUpAt) {
    try {
      const answer = await ask();
      if (answer) return answer;
      cause = answer;
    } catch (error) {
      cause = error;
    }
    await delay(50);
  }
  throw new Error(`Not within ${timeoutMs} ms: ${what}`, { cause });
}
