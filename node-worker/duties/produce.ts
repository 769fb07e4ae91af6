import { jobOutputRoot } from "@graphiti/protocol/digests.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { type Claim, isAssembly, lotIndexOf, makesFile, shapeOf } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import { patiently } from "../chain/patience.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { Delivery, LotRow } from "../journal/lot-rows.ts";
import { describe } from "../report/describe.ts";
import { computeLot } from "./compute.ts";
import { type Finished, joinOwnTiles, makeFile, storePicture, storeTiles } from "./deliver.ts";
import { gatherLots } from "./gather.ts";
import { lotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";
import { purpose, sealOf } from "./reconcile.ts";
import { reporter } from "./report-progress.ts";
import { restorer } from "./restore-lot.ts";
import { engineFor, verifyInput } from "./verify-input.ts";

const longestTimerMs = 2 ** 31 - 1;

export type ClaimedLot = { lot: LotRow; job: KnownJob; claim: Claim; due: number };

/**
 * Takes a claimed lot to its submission: computes or joins, stores, reads back, submits. Waits for a store or an RPC
 * that is away, until the claim is due.
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
  const patience = {
    signal,
    onWait: (error: unknown) => {
      // What lies on the disk is not what was computed, or joined: do it again.
      if (error instanceof GraphitiError && error.code === "RESULT_DIFFERS") journal.tiles.forget(lotId);
      node.metrics.waits.inc({ what: "work" });
      log.warn({ lot: lotId.toString(), because: describe(error) }, "a lot waits");
    },
  };
  const engine = await patiently(() => engineFor(node, job), patience);
  const files = await lotFiles(node.settings.jobsDirectory, lotId);
  const finish = await patiently(async () => {
    const sources = await verifyInput(node, job, engine);
    const finished: Finished = { job, lotId, engine, sources, files };
    const joins = isAssembly(shapeOf(job.terms), lotIndexOf(lotId));
    return joins ? joinLots(node, lot, finished, signal) : computeTiles(node, lot, finished, signal);
  }, patience);
  const delivery = await patiently(finish, patience);
  journal.lots.put({ ...lot, stage: "computed", delivery });
  node.checkpoint("delivery journalled");
  return delivery;
}

/** Has a lot's result on the disk. @returns what stores it, which may be repeated */
async function computeTiles(node: NodeContext, lot: LotRow, finished: Finished, signal: AbortSignal) {
  const { job, lotId, engine, sources, files } = finished;
  const report = reporter(node, lot, job);
  const shape = shapeOf(job.terms);
  const spans = tileSpans(job.work, engine.recipe, shape, lotIndexOf(lotId));
  const onTiles = (done: number) => report("computing", done);
  const startedAt = performance.now();
  const computed = await computeLot(node, {
    lotId,
    work: job.work,
    spans,
    engine,
    sources,
    files,
    onTiles,
    signal,
  });
  const { outputRoot, tiles } = computed;
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  node.log.info({ lot: lotId.toString(), tiles: tiles.length, seconds }, "computed a lot");
  if (makesFile(shape, lotIndexOf(lotId))) {
    await joinOwnTiles(finished, spans, computed);
    await makeFile(finished, outputRoot);
  }
  report("storing", spans.length);
  return () => {
    if (!makesFile(shape, lotIndexOf(lotId))) return storeTiles(node, finished, spans, computed);
    return storePicture(node, finished, {
      outputRoot,
      tileProbes: tiles.map(({ probe }) => probe),
      leaves: tiles.map(({ outputDigest }) => outputDigest),
    });
  };
}

/** Has the whole picture on the disk. @returns what stores it, which may be repeated */
async function joinLots(node: NodeContext, lot: LotRow, finished: Finished, signal: AbortSignal) {
  const report = reporter(node, lot, finished.job);
  report("computing", 0);
  const { lotRoots, manifestCids } = await gatherLots(
    node,
    { ...finished, restore: restorer(node, finished) },
    signal,
  );
  const outputRoot = jobOutputRoot(lotRoots);
  const { assemblyProbe } = await makeFile(finished, outputRoot);
  report("storing", 1);
  const tileProbes = [assemblyProbe as Hex];
  return () => storePicture(node, finished, { outputRoot, tileProbes, leaves: lotRoots, manifestCids });
}

async function submit(node: NodeContext, { lot, job, claim }: ClaimedLot, delivery: Delivery): Promise<void> {
  const { journal, outbox, calls, events, log } = node;
  const { outputRoot, metadataDigest, manifestDigest, tileProbes } = delivery;
  reporter(node, lot, job)("submitting", tileProbes.length);
  const ready: LotRow = { ...lot, stage: "computed", claim, delivery };
  // Before the transaction: without these bytes a submitted lot could not be finalised.
  journal.lots.put(ready);
  node.checkpoint("to submit");
  const result = { outputRoot, metadataDigest, seal: sealOf(node, lot, claim, delivery) };
  const call = await calls.submit(job.terms, lot.lotId, claim, result, manifestDigest);
  const mined = await outbox.send(purpose("submit", lot), call);
  node.checkpoint("submit mined");
  const submission = mined.succeeded ? await events.submissionIn(mined.hash) : undefined;
  if (!submission) return;
  journal.lots.put({ ...ready, stage: "submitted", submission, note: "" });
  log.info({ lot: lot.lotId.toString(), result: delivery.resultCid }, "submitted a lot");
}
