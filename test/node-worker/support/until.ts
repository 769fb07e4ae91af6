import { setTimeout as pause } from "node:timers/promises";

/** Asks again and again until the answer is there. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  seconds = 60,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`after ${seconds} s still not: ${what}`);
    await pause(50);
  }
}
