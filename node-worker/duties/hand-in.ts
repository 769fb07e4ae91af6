import { jobOutputRoot } from "@graphiti/protocol/digests.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { isAssembly, lotIndexOf, makesFile, shapeOf } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import { type Patience, patiently } from "../chain/patience.ts";
import type { Delivery, LotRow } from "../journal/lot-rows.ts";
import { type ClaimedLot, untilDue } from "./claimed-lot.ts";
import { computedTiles } from "./compute.ts";
import { type Finished, joinOwnTiles, makeFile, storePicture, storeTiles } from "./deliver.ts";
import { gatherLots } from "./gather.ts";
import { lotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";
import { purpose, sealOf } from "./reconcile.ts";
import { reporter } from "./report-progress.ts";
import { restorer } from "./restore-lot.ts";
import { engineFor, verifyInput } from "./verify-input.ts";

/**
 * Takes a computed lot to its submission: joins, encodes, stores, reads back, submits. A lot whose pixels on the disk
 * are no longer what was computed is computed again.
 */
export async function handIn(given: NodeContext, claimed: ClaimedLot): Promise<void> {
  const { lot } = claimed;
  return untilDue(given, claimed, async (node, patience) => {
    try {
      const delivery = lot.delivery ?? (await makeDelivery(node, claimed, patience));
      await submit(node, claimed, delivery);
    } catch (error) {
      if (isLost(error)) computeAgain(node, claimed);
      throw error;
    }
  });
}

const isLost = (error: unknown) => error instanceof GraphitiError && error.code === "RESULT_DIFFERS";

function computeAgain({ journal }: NodeContext, { lot, claim }: ClaimedLot): void {
  journal.tiles.forget(lot.lotId);
  journal.lots.put({ ...lot, stage: "claimed", claim });
}

async function makeDelivery(
  node: NodeContext,
  { lot, job, claim }: ClaimedLot,
  { signal, onWait }: Patience,
): Promise<Delivery> {
  const { lotId } = lot;
  const patience: Patience = {
    signal,
    onWait: (error, waitMs) => {
      if (isLost(error)) throw error;
      onWait?.(error, waitMs);
    },
  };
  const store = await patiently(async () => {
    const engine = await engineFor(node, job);
    const files = await lotFiles(node.settings.jobsDirectory, lotId);
    const sources = await verifyInput(node, job, engine);
    const finished: Finished = { job, lotId, engine, sources, files };
    const joins = isAssembly(shapeOf(job.terms), lotIndexOf(lotId));
    return joins ? joinedLots(node, lot, finished, signal) : joinedTiles(node, lot, finished);
  }, patience);
  const delivery = await patiently(store, patience);
  node.journal.lots.put({ ...lot, stage: "computed", claim, delivery });
  node.checkpoint("delivery journalled");
  return delivery;
}

/** Has the file of a lot that makes one on the disk. @returns what stores the result, which may be repeated */
async function joinedTiles(node: NodeContext, lot: LotRow, finished: Finished) {
  const { job, lotId, engine } = finished;
  const shape = shapeOf(job.terms);
  const spans = tileSpans(job.work, engine.recipe, shape, lotIndexOf(lotId));
  const computed = computedTiles(node.journal, lotId, spans.length);
  const { outputRoot, tiles } = computed;
  reporter(node, lot, job)("storing", spans.length);
  if (!makesFile(shape, lotIndexOf(lotId))) return () => storeTiles(node, finished, spans, computed);
  await joinOwnTiles(finished, spans, computed);
  await makeFile(finished, outputRoot);
  return () =>
    storePicture(node, finished, {
      outputRoot,
      tileProbes: tiles.map(({ probe }) => probe),
      leaves: tiles.map(({ outputDigest }) => outputDigest),
    });
}

/** Has the whole picture on the disk. @returns what stores it, which may be repeated */
async function joinedLots(node: NodeContext, lot: LotRow, finished: Finished, signal: AbortSignal) {
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
  const mined = await outbox.send(purpose("submit", lot), () =>
    calls.submit(job.terms, lot.lotId, claim, result, manifestDigest),
  );
  node.checkpoint("submit mined");
  const submission = mined.succeeded ? await events.submissionIn(mined.hash) : undefined;
  if (!submission) return;
  journal.lots.put({ ...ready, stage: "submitted", submission, note: "" });
  log.info({ lot: lot.lotId.toString(), result: delivery.resultCid }, "submitted a lot");
}
