/**
 * Works on all items, one after the other: one that fails holds up no other.
 * @throws what the first has failed with, after all others; the signal's reason at once
 */
export async function eachApart<Item>(
  items: readonly Item[],
  stop: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = [];
  for (const item of items) {
    stop.throwIfAborted();
    await work(item).catch((error) => errors.push(error));
  }
  if (errors.length > 0) throw errors[0];
}
