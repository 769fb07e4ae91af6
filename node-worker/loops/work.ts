import { isClaimingStopped, stoppedAtMs } from "../duties/breaker.ts";
import { considerLot } from "../duties/claim.ts";
import { workOn } from "../duties/claimed-lot.ts";
import { computeClaimed } from "../duties/compute-claimed.ts";
import { closeLot } from "../duties/finalise.ts";
import type { NodeContext } from "../duties/node-context.ts";
import { reconcile } from "../duties/reconcile.ts";
import { reopenLot } from "../duties/reopen.ts";
import { moveOne } from "./move-one.ts";
import { type Loop, type Round, repeat } from "./repeat.ts";

/**
 * So many computed lots may wait to be handed in before another is claimed: one that is being stored, and the next. A
 * store that is slow or away makes no more of them late.
 */
const mostWaiting = 2;

export type Working = {
  /** Whether new lots are claimed. */
  claims: boolean;
  /** True once no new lot is to be claimed. */
  draining: () => boolean;
  /** Told whenever a lot lies computed on the disk. */
  onComputed: () => void;
};

/**
 * Claims and computes one lot after the other. Ends when draining and nothing is claimed; what is computed and not handed
 * in yet may have to be computed again.
 */
export function workLoop(node: NodeContext, loop: Loop, working: Working): Promise<void> {
  const { journal } = node;
  return repeat(node, loop, async () => {
    tellBreaker(node);
    const ours = await moveOne(journal.lots.at("claimed"), node.stop, async ({ lotId }) => {
      const round = await advance(node, lotId);
      working.onComputed();
      return round;
    });
    if (ours !== "idle") return ours;
    if (working.draining()) return journal.lots.at("claimed", "computed").length === 0 ? "end" : "idle";
    const isBehind = journal.lots.at("computed").length >= mostWaiting;
    const next = working.claims && !isBehind ? journal.lots.nextSeen(Date.now()) : undefined;
    return next ? advance(node, next.lotId) : "idle";
  });
}

/** Says once that late fees have stopped the claiming, and keeps its metric. */
function tellBreaker({ journal, metrics, log }: NodeContext): void {
  const before = stoppedAtMs(journal) !== undefined;
  const now = isClaimingStopped(journal);
  metrics.claimingStopped.set(now ? 1 : 0);
  if (now && !before) log.error("two late fees in a day: nothing is claimed until phaestus resume");
}

async function advance(node: NodeContext, lotId: bigint): Promise<Round> {
  const reconciled = await reconcile(node, lotId);
  const { lot, job, standing } = reconciled;
  if (standing.kind === "unclear") return "idle";
  if (standing.kind === "open") await considerLot(node, { lot, job, openedAt: standing.openedAt });
  if (standing.kind === "elsewhere") await reopenLot(node, reconciled);
  if (standing.kind === "final") await closeLot(node, reconciled);
  // What is computed already waits to be handed in.
  if (lot.stage === "claimed") await workOn(node, reconciled, computeClaimed);
  return "again";
}
