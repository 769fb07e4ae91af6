import { followSeals } from "../duties/follow-seals.ts";
import type { NodeContext } from "../duties/node-context.ts";
import { type Loop, repeat } from "./repeat.ts";

/** Sees to the lots that this node has sealed, until they are settled. Ends after the last seal was sent. */
export function followLoop(node: NodeContext, loop: Loop, isLast: () => boolean): Promise<void> {
  const { journal, metrics } = node;
  return repeat(node, loop, async () => {
    const isOver = isLast();
    await followSeals(node);
    for (const [stage, lots] of Object.entries(journal.attestations.counts()))
      metrics.attestations.set({ stage }, lots);
    return isOver ? "end" : "idle";
  });
}
