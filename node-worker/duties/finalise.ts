import { probeOf, sampleProbeOf } from "@graphiti/protocol/digests.ts";
import { sampleTiles } from "@graphiti/protocol/draw.ts";
import { decide } from "@graphiti/protocol/panel.ts";
import { seal, tagOf } from "@graphiti/protocol/seal.ts";
import {
  type Claim,
  lotIndexOf,
  lotTiles,
  noSubmission,
  type Submission,
  shapeOf,
} from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import type { ChainPanel } from "../chain/escrow.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { NodeContext } from "./node-context.ts";
import type { Reconciled } from "./reconcile.ts";
import { forgetLot, purpose } from "./reconcile.ts";
import { reporter } from "./report-progress.ts";

/** A submitted lot of which all tile probes are known. */
export type Opened = {
  lotId: bigint;
  attempt: number;
  job: KnownJob;
  claim: Claim;
  submission: Submission;
  /** Unix seconds. */
  submittedAt: number;
  tileProbes: readonly Hex[];
};

/** What the escrow would decide about a lot now. */
export function decisionOn({ deployment }: NodeContext, lot: Opened, panel: ChainPanel) {
  const { finalityClass, attesters } = lot.job.terms.order;
  const matching = panel.seats.filter(({ operator, tag }) => {
    return tag === tagOf(attesterSeal(deployment, lot, panel.seed, operator));
  });
  const votes = { attesters, seals: panel.seats.length, matching: matching.length, isCold: panel.isCold };
  return decide(deployment.rules, { finalityClass }, votes, lot.submittedAt);
}

type Sealed = Pick<Opened, "lotId" | "attempt" | "job" | "submission"> & {
  /** Of the whole lot; only the sampled tiles' are needed. */
  tileProbes: readonly (Hex | undefined)[];
};

/** The seal of an operator who found the sample as the worker has it. */
export function attesterSeal(
  { chainId, addresses }: NodeContext["deployment"],
  { lotId, attempt, job, submission, tileProbes }: Sealed,
  seed: number,
  operator: Hex,
): Hex {
  const { outputRoot, metadataDigest } = submission;
  const tiles = lotTiles(shapeOf(job.terms), lotIndexOf(lotId));
  const sample = sampleTiles({ seed, lotId, attempt }, tiles, job.terms.order.sampleTiles);
  const probe = sampleProbeOf(tileProbes, sample);
  const parts = { chainId, escrow: addresses.escrow, lotId, attempt, operator, outputRoot, metadataDigest };
  return seal({ ...parts, probe });
}

/** Finalises a submitted lot of ours as soon as its seals or its window allow; expires it when its grace is over too. */
export async function finaliseLot(node: NodeContext, { lot, job, standing }: Reconciled): Promise<void> {
  const { escrow, calls, outbox, log } = node;
  const { delivery, lotId, attempt } = lot;
  if (standing.kind !== "submitted" || !delivery) return;
  const { claim, submission, submittedAt } = standing;
  const { tileProbes } = delivery;
  const panel = await escrow.panel(lotId);
  const opened: Opened = { lotId, attempt, job, claim, submission, submittedAt, tileProbes };
  const decision = decisionOn(node, opened, panel);
  const nowSeconds = await escrow.nowSeconds();
  if (nowSeconds >= decision.closesAt) return expireLot(node, { lot, job, standing });
  if (!decision.carried || nowSeconds < decision.opensAt) return;
  reporter(node, lot, job)("finalising", tileProbes.length);
  const shown = panel.seats.length > 0 ? tileProbes : [];
  node.checkpoint("to finalise");
  // Its turn may come after the grace, and a call that fails would show the probes all the same.
  const mined = await outbox.send(purpose("finalise", lot), () =>
    calls.finalise(job.terms, lotId, claim, submission, probeOf(tileProbes), shown),
  );
  node.checkpoint("finalise mined");
  if (!mined.succeeded) return;
  log.info({ lot: lotId.toString(), seals: panel.seats.length }, "a lot is final");
  await closeLot(node, { lot, job, standing });
}

/** The chain has a lot of ours as final, whoever saw to it. */
export async function closeLot(node: NodeContext, { lot, job }: Reconciled): Promise<void> {
  const payWei = await node.events.operatorPay(lot.lotId, job.postedBlock);
  node.metrics.earnedWei.inc({ by: "work" }, Number(payWei));
  node.journal.lots.put({ ...lot, stage: "final", note: "", payWei });
  await forgetLot(node, lot.lotId);
}

/**
 * Gives back a lot of ours that was not finished in time, or that was voted down. The late fee is lost in any case;
 * this frees the rest of the bond, and opens the lot for others, or for another try here with the tiles that are done.
 */
export async function expireLot(node: NodeContext, { lot, job, standing }: Reconciled): Promise<void> {
  const { calls, outbox, log } = node;
  if (standing.kind !== "claimed" && standing.kind !== "submitted") return;
  const submission = standing.kind === "submitted" ? standing.submission : noSubmission;
  const expiry = { lotId: lot.lotId, claim: standing.claim, submission };
  node.checkpoint("to expire");
  const mined = await outbox.send(purpose("expire", lot), () => calls.expire(job.terms, [expiry]));
  if (mined.succeeded) log.warn({ lot: lot.lotId.toString() }, "gave back a lot that was late");
}
