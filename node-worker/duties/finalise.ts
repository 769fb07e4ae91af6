import { jobIdOf, noSubmission } from "@graphiti/protocol/terms.ts";
import type { NodeContext } from "./node-context.ts";
import type { Reconciled } from "./reconcile.ts";
import { forgetLot, purpose } from "./reconcile.ts";

/** Finalises a submitted lot of ours as soon as its window is over; expires it when its grace is over too. */
export async function finaliseLot(node: NodeContext, { lot, job, standing }: Reconciled): Promise<void> {
  const { escrow, calls, outbox, log, metrics, deployment } = node;
  const { claim, submission, delivery } = lot;
  const finality = deployment.rules.classes[job.terms.order.finalityClass];
  if (standing.kind !== "submitted" || !claim || !submission || !delivery || !finality) return;
  const opensAt = standing.submittedAt + finality.windowSeconds;
  const nowSeconds = await escrow.nowSeconds();
  if (nowSeconds < opensAt) return;
  if (nowSeconds >= opensAt + finality.graceSeconds) return expireLot(node, { lot, job, standing });
  node.report({
    jobId: jobIdOf(lot.lotId).toString(),
    lotId: lot.lotId.toString(),
    attempt: lot.attempt,
    phase: "finalising",
    tilesDone: job.terms.tiles,
    tiles: job.terms.tiles,
  });
  const call = await calls.finalise(job.terms, lot.lotId, claim, submission, delivery.probe);
  node.checkpoint("to finalise");
  const mined = await outbox.send(purpose("finalise", lot), call);
  node.checkpoint("finalise mined");
  if (!mined.succeeded) return;
  const payWei = await escrow.payIn(mined.hash);
  metrics.earnedWei.inc(Number(payWei));
  log.info({ lot: lot.lotId.toString(), payWei: payWei.toString() }, "a lot is final");
  await closeLot(node, { lot, job, standing });
}

/** The chain has a lot of ours as final. */
export async function closeLot(node: NodeContext, { lot }: Reconciled): Promise<void> {
  node.journal.lots.put({ ...lot, stage: "final", note: "" });
  await forgetLot(node, lot.lotId);
}

/**
 * Gives back a lot of ours that was not finished in time. The late fee is lost in any case; this frees the rest of the
 * bond, and opens the lot for others, or for another try here with the tiles that are done.
 */
export async function expireLot(node: NodeContext, { lot, job, standing }: Reconciled): Promise<void> {
  const { calls, outbox, log } = node;
  const claim = standing.kind === "claimed" ? standing.claim : lot.claim;
  if (!claim) return;
  const submission = standing.kind === "submitted" && lot.submission ? lot.submission : noSubmission;
  const call = await calls.expire(job.terms, lot.lotId, claim, submission);
  node.checkpoint("to expire");
  const mined = await outbox.send(purpose("expire", lot), call);
  if (mined.succeeded) log.warn({ lot: lot.lotId.toString() }, "gave back a lot that was late");
}
