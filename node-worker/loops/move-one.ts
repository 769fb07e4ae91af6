import type { Round } from "./repeat.ts";

/**
 * Moves the first lot on that can be moved: one that has to wait, or fails, holds up none behind it.
 * @throws what the first has failed with, where none could be moved
 */
export async function moveOne<Lot>(
  lots: readonly Lot[],
  stop: AbortSignal,
  move: (lot: Lot) => Promise<Round>,
): Promise<Round> {
  const errors: unknown[] = [];
  for (const lot of lots) {
    stop.throwIfAborted();
    const round = await move(lot).catch((error: unknown): Round => {
      errors.push(error);
      return "idle";
    });
    if (round !== "idle") return round;
  }
  if (errors.length > 0) throw errors[0];
  return "idle";
}
