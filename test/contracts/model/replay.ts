import { Duel, type Failure, type Twist } from "./campaign.ts";
import type { Operation } from "./operation.ts";
import type { Consent } from "./records.ts";

/** Does a list of steps again on a new chain; the first that differs, if one does. */
export async function replay(
  operations: readonly Operation[],
  consents: readonly (readonly [string, Consent])[],
  twist: Twist = {},
): Promise<Failure | undefined> {
  const duel = await Duel.begin(twist);
  for (const [signature, consent] of consents) duel.book.learn(signature, consent);
  for (const [place, operation] of operations.entries()) {
    const mismatches = await duel.step(operation);
    if (mismatches.length > 0) return { step: place + 1, operation, mismatches };
  }
  const mismatches = await duel.look(true);
  const operation = operations.at(-1);
  return mismatches.length > 0 && operation ? { step: operations.length, operation, mismatches } : undefined;
}

/** Removed steps leave empty blocks, so that every block keeps its number. */
function without(operations: readonly Operation[], isKept: (place: number) => boolean): Operation[] {
  const rest: Operation[] = [];
  for (const [place, operation] of operations.entries()) {
    const last = rest.at(-1);
    if (isKept(place)) rest.push(operation);
    else if (operation.kind === "call" || operation.kind === "mine") {
      const blocks = operation.kind === "mine" ? operation.blocks : 1;
      if (last?.kind === "mine") rest[rest.length - 1] = { kind: "mine", blocks: last.blocks + blocks };
      else rest.push({ kind: "mine", blocks });
    }
  }
  return rest;
}

/**
 * A shorter list that fails too: pieces are left out, halves at first and single steps at last, until the time
 * is over. The list itself, if none does.
 */
export async function shrink(
  operations: readonly Operation[],
  consents: readonly (readonly [string, Consent])[],
  { seconds, twist = {} }: { seconds: number; twist?: Twist },
): Promise<Operation[]> {
  const end = performance.now() + seconds * 1000;
  let best = [...operations];
  for (let size = Math.ceil(best.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = best.length - 1 - size; from > -size; from -= size) {
      if (performance.now() > end) return best;
      const tried = without(best, (place) => place < from || place >= from + size);
      if (tried.length >= best.length && size > 1) continue;
      const failure = await replay(tried, consents, twist);
      if (failure && failure.step > 0) best = tried.slice(0, failure.step);
    }
  }
  return best;
}
