import { considerSubmission, sendSeals } from "../duties/attest.ts";
import { followSeals } from "../duties/follow-seals.ts";
import type { NodeContext } from "../duties/node-context.ts";
import { type Loop, repeat } from "./repeat.ts";

/** So long are seals that are ready held back, for others to join their transaction. */
const gatheringMs = 2_000;

/** Checks what others submit, while lots of this node are worked on. Draining, it only brings its seals on their way. */
export function attestLoop(node: NodeContext, loop: Loop, draining: () => boolean): Promise<void> {
  const { journal, metrics } = node;
  return repeat(node, loop, async () => {
    const startedAt = Date.now();
    const isOver = draining();
    for (const row of isOver ? [] : journal.attestations.due("seen", startedAt)) {
      await considerSubmission(node, row);
      if (Date.now() - startedAt > gatheringMs) break;
    }
    await sendSeals(node);
    await followSeals(node);
    for (const [stage, lots] of Object.entries(journal.attestations.counts()))
      metrics.attestations.set({ stage }, lots);
    return isOver ? "end" : "idle";
  });
}
