import { GraphitiError } from "@graphiti/protocol/errors.ts";
import type { Progress } from "@graphiti/protocol/progress.ts";
import { seal } from "@graphiti/protocol/seal.ts";
import { type Claim, jobIdOf, type Submission } from "@graphiti/protocol/terms.ts";
import { patiently } from "../chain/patience.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { Delivery, LotRow } from "../journal/lot-rows.ts";
import { describe } from "../report/describe.ts";
import { computeLot } from "./compute.ts";
import { makeFile, storeLot } from "./deliver.ts";
import { lotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";
import { purpose } from "./reconcile.ts";
import { engineFor, verifyInput } from "./verify-input.ts";

const longestTimerMs = 2 ** 31 - 1;

export type ClaimedLot = { lot: LotRow; job: KnownJob; claim: Claim; due: number };

/**
 * Takes a claimed lot to its submission: computes, stores, reads back, submits. Waits for a store or an RPC that is
 * away, until the claim is due.
 */
export async function produceLot(node: NodeContext, claimed: ClaimedLot): Promise<void> {
  const { due } = claimed;
  const leftMs = Math.max(0, due * 1000 - Date.now());
  const tooLate = AbortSignal.timeout(Math.min(leftMs, longestTimerMs));
  const signal = AbortSignal.any([node.stop, tooLate]);
  try {
    const delivery = claimed.lot.delivery ?? (await makeDelivery(node, claimed, signal));
    await submit(node, claimed, delivery);
  } catch (error) {
    node.stop.throwIfAborted();
    if (!tooLate.aborted) throw error;
    node.log.warn({ lot: claimed.lot.lotId.toString() }, "a lot was not finished in time");
  }
}

async function makeDelivery(
  node: NodeContext,
  { lot, job }: ClaimedLot,
  signal: AbortSignal,
): Promise<Delivery> {
  const { journal, log } = node;
  const { lotId } = lot;
  const report = reporter(node, lot, job);
  const files = await lotFiles(node.settings.lotsDirectory, lotId);
  const onTiles = (done: number) => report("computing", done);
  const patience = {
    signal,
    onWait: (error: unknown) => {
      // What lies on the disk is not what was computed: compute it again.
      if (error instanceof GraphitiError && error.code === "RESULT_DIFFERS") journal.tiles.forget(lotId);
      node.metrics.waits.inc({ what: "work" });
      log.warn({ lot: lotId.toString(), because: describe(error) }, "a lot waits");
    },
  };
  const engine = await patiently(() => engineFor(node, job), patience);
  const computed = await patiently(async () => {
    await verifyInput(node, job, engine, files);
    const result = await computeLot(node, { job, lotId, engine, files, onTiles, signal });
    await makeFile(engine, files, result);
    return result;
  }, patience);
  report("storing", job.terms.tiles);
  const delivery = await patiently(() => storeLot(node, job, engine, files, computed), patience);
  journal.lots.put({ ...lot, stage: "computed", delivery });
  node.checkpoint("delivery journalled");
  return delivery;
}

async function submit(node: NodeContext, { lot, job, claim }: ClaimedLot, delivery: Delivery): Promise<void> {
  const { journal, deployment, outbox, calls, log } = node;
  const { outputRoot, metadataDigest, probe } = delivery;
  reporter(node, lot, job)("submitting", job.terms.tiles);
  const submission: Submission = {
    outputRoot,
    metadataDigest,
    seal: seal({
      chainId: deployment.chainId,
      escrow: deployment.addresses.escrow,
      lotId: lot.lotId,
      attempt: lot.attempt,
      operator: claim.operator,
      outputRoot,
      metadataDigest,
      probe,
    }),
  };
  const ready: LotRow = { ...lot, stage: "computed", claim, delivery, submission };
  // Before the transaction: without these bytes a submitted lot could not be finalised.
  journal.lots.put(ready);
  node.checkpoint("to submit");
  const call = await calls.submit(job.terms, lot.lotId, claim, submission);
  const mined = await outbox.send(purpose("submit", lot), call);
  node.checkpoint("submit mined");
  if (!mined.succeeded) return;
  journal.lots.put({ ...ready, stage: "submitted", note: "" });
  log.info({ lot: lot.lotId.toString(), image: delivery.imageCid }, "submitted a lot");
}

function reporter(node: NodeContext, lot: LotRow, job: KnownJob) {
  return (phase: Progress["phase"], tilesDone: number) =>
    node.report({
      jobId: jobIdOf(lot.lotId).toString(),
      lotId: lot.lotId.toString(),
      attempt: lot.attempt,
      phase,
      tilesDone,
      tiles: job.terms.tiles,
    });
}
