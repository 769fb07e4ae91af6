import { eachApart } from "../duties/each-apart.ts";
import { closeLot, finaliseLot } from "../duties/finalise.ts";
import type { NodeContext } from "../duties/node-context.ts";
import { reconcile } from "../duties/reconcile.ts";
import { type Loop, repeat } from "./repeat.ts";

/** Finalises lots while others are computed. Ends once nothing more will be submitted, and none is left. */
export function finaliseLoop(node: NodeContext, loop: Loop, isLast: () => boolean): Promise<void> {
  return repeat(node, loop, async () => {
    const isOver = isLast();
    const lots = node.journal.lots.at("submitted");
    await eachApart(lots, node.stop, ({ lotId }) => finalise(node, lotId));
    return isOver && lots.length === 0 ? "end" : "idle";
  });
}

async function finalise(node: NodeContext, lotId: bigint): Promise<void> {
  const reconciled = await reconcile(node, lotId);
  if (reconciled.standing.kind === "final") await closeLot(node, reconciled);
  else await finaliseLot(node, reconciled);
}
