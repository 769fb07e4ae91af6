import { workOn } from "../duties/claimed-lot.ts";
import { closeLot } from "../duties/finalise.ts";
import { handIn } from "../duties/hand-in.ts";
import type { NodeContext } from "../duties/node-context.ts";
import { reconcile } from "../duties/reconcile.ts";
import { type Loop, repeat } from "./repeat.ts";

/**
 * Joins, stores and submits one computed lot after the other, while the next is computed. Ends once nothing more will
 * be computed, and none is left.
 */
export function handInLoop(node: NodeContext, loop: Loop, isLast: () => boolean): Promise<void> {
  return repeat(node, loop, async () => {
    const isOver = isLast();
    const [ours] = node.journal.lots.at("computed");
    if (!ours) return isOver ? "end" : "idle";
    const reconciled = await reconcile(node, ours.lotId);
    const { kind } = reconciled.standing;
    if (kind === "unclear") return "idle";
    if (kind === "final") await closeLot(node, reconciled);
    await workOn(node, reconciled, handIn);
    return "again";
  });
}
