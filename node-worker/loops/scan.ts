import type { Discovery } from "../duties/discover.ts";
import type { NodeContext } from "../duties/node-context.ts";
import { type Loop, repeat } from "./repeat.ts";

export type Scanning = {
  discovery: Discovery;
  /** True once no other loop is left. */
  isLast: () => boolean;
  /** Told after each round that went through, and whether the chain has grown: the RPC answers. */
  onRound: (hasNewBlock: boolean) => void;
};

/** Finds jobs, and what happens to their lots, whatever the node works on meanwhile. */
export function scanLoop(node: NodeContext, loop: Loop, scanning: Scanning): Promise<void> {
  let newest = -1n;
  return repeat(node, loop, async () => {
    if (scanning.isLast()) return "end";
    const { head } = await scanning.discovery.scan(node.stop);
    const { journal, metrics } = node;
    metrics.chainHead.set(Number(head));
    for (const [stage, lots] of Object.entries(journal.lots.counts())) metrics.lots.set({ stage }, lots);
    scanning.onRound(head !== newest);
    newest = head;
    return "idle";
  });
}
