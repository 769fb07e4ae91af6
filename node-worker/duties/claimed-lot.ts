import type { Claim } from "@graphiti/protocol/terms.ts";
import type { Patience } from "../chain/patience.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { LotRow } from "../journal/lot-rows.ts";
import { describe } from "../report/describe.ts";
import { expireLot } from "./finalise.ts";
import type { NodeContext } from "./node-context.ts";
import type { Reconciled } from "./reconcile.ts";
import { storeUntil } from "./store-until.ts";

/** A lot that this node has claimed and that is due in Unix seconds. */
export type ClaimedLot = { lot: LotRow; job: KnownJob; claim: Claim; due: number };

const longestTimerMs = 2 ** 31 - 1;

/** Does a part of the work of a lot, if this node has claimed it; gives it back when its time is over. */
export async function workOn(
  node: NodeContext,
  reconciled: Reconciled,
  part: (node: NodeContext, claimed: ClaimedLot) => Promise<void>,
): Promise<void> {
  const { lot, job, standing } = reconciled;
  if (standing.kind !== "claimed") return;
  const { claim, due } = standing;
  if ((await node.escrow.nowSeconds()) >= due) await expireLot(node, reconciled);
  else await part(node, { lot, job, claim, due });
}

/**
 * Does a part of a claimed lot's work, which waits for a store or an RPC that is away, until the claim is due.
 * @param work gets a node whose store keeps it no longer than that
 * @throws what `work` throws, unless the time is over
 */
export async function untilDue(
  node: NodeContext,
  { lot, due }: ClaimedLot,
  work: (node: NodeContext, patience: Patience) => Promise<void>,
): Promise<void> {
  const leftMs = Math.max(0, due * 1000 - Date.now());
  const tooLate = AbortSignal.timeout(Math.min(leftMs, longestTimerMs));
  const lotId = lot.lotId.toString();
  const onWait = (error: unknown) => {
    node.metrics.waits.inc({ what: "work" });
    node.log.warn({ lot: lotId, because: describe(error) }, "a lot waits");
  };
  try {
    const signal = AbortSignal.any([node.stop, tooLate]);
    await work({ ...node, store: storeUntil(node.store, signal) }, { signal, onWait });
  } catch (error) {
    node.stop.throwIfAborted();
    if (!tooLate.aborted) throw error;
    node.log.warn({ lot: lotId }, "a lot was not finished in time");
  }
}
