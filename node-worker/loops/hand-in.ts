import { workOn } from "../duties/claimed-lot.ts";
import { closeLot } from "../duties/finalise.ts";
import { handIn } from "../duties/hand-in.ts";
import type { NodeContext } from "../duties/node-context.ts";
import { type Reconciled, reconcile } from "../duties/reconcile.ts";
import { moveOne } from "./move-one.ts";
import { type Loop, type Round, repeat } from "./repeat.ts";

/**
 * Joins, stores and submits one computed lot after the other, the one that is due first before the others, while the
 * next is computed. Ends once nothing more will be computed, and none is left.
 */
export function handInLoop(node: NodeContext, loop: Loop, isLast: () => boolean): Promise<void> {
  return repeat(node, loop, async () => {
    const isOver = isLast();
    const lots: Reconciled[] = [];
    for (const { lotId } of node.journal.lots.at("computed")) lots.push(await reconcile(node, lotId));
    if (lots.length === 0) return isOver ? "end" : "idle";
    return moveOne(lots.toSorted(firstDue), node.stop, (lot) => advance(node, lot));
  });
}

const dueOf = ({ standing }: Reconciled) => (standing.kind === "claimed" ? standing.due : 0);
const firstDue = (a: Reconciled, b: Reconciled) => dueOf(a) - dueOf(b);

async function advance(node: NodeContext, lot: Reconciled): Promise<Round> {
  const { kind } = lot.standing;
  if (kind === "unclear") return "idle";
  if (kind === "final") await closeLot(node, lot);
  await workOn(node, lot, handIn);
  return "again";
}
