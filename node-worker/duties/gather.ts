import { rm } from "node:fs/promises";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { jobOutputRoot } from "@graphiti/protocol/digests.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { type TileSpan, tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { lotIdOf, shapeOf, submissionCommitment, tileLotCount } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import type { KnownJob } from "../journal/job-rows.ts";
import { type Finished, openScratch } from "./deliver.ts";
import { fetchTiles, type SubmittedTiles } from "./fetch-tiles.ts";
import { joinTiles } from "./join.ts";
import type { NodeContext } from "./node-context.ts";
import { isLost, type Restore, type Restored } from "./restore-lot.ts";

/** What the tile lots of a job came to, in their order. */
export type Gathered = { outputRoot: Hex; lotRoots: Hex[]; manifestCids: string[] };

/**
 * The tile lots of a job as they were submitted, every one of them Final.
 * @throws CHAIN_UNREACHABLE (retryable) while the RPC does not show one of them
 */
export async function finalTiles(node: NodeContext, { jobId, terms, postedBlock }: KnownJob) {
  const lots: SubmittedTiles[] = [];
  for (let lotIndex = 0; lotIndex < tileLotCount(shapeOf(terms)); lotIndex++) {
    const lotId = lotIdOf(jobId, lotIndex);
    const { state, attempt, commitment } = await node.escrow.lot(lotId);
    const [claim, handed] = await Promise.all([
      node.events.claimFor(lotId, attempt, postedBlock),
      node.events.handedIn(lotId, attempt, postedBlock),
    ]);
    const isThat = claim && handed && submissionCommitment(claim, handed.submission) === commitment;
    if (state !== "final" || !isThat)
      fail("CHAIN_UNREACHABLE", `The RPC does not show how lot ${lotIndex} ended.`, { retryable: true });
    const { outputRoot } = handed.submission;
    lots.push({ lotIndex, outputRoot, manifestDigest: handed.manifestDigest });
  }
  return lots;
}

type Joining = Omit<Finished, "sources"> & {
  /** Computes what the store has lost; without it that is an error. */
  restore?: Restore;
};

/**
 * Joins the tiles of all lots in the assembly lot's scratch picture; one lot's file is on the disk at a time. A lot is
 * journalled once its pixels have reached the disk; after a restart only the others are fetched.
 * @throws MANIFEST_INVALID or RESULT_DIFFERS when a lot's tiles are not what was submitted; STORE_* while they cannot be had
 */
export async function gatherLots(node: NodeContext, lot: Joining, signal: AbortSignal): Promise<Gathered> {
  const { job, lotId, engine } = lot;
  const { journal, checkpoint } = node;
  const lots = await finalTiles(node, job);
  const scratch = openScratch(lot);
  try {
    if (scratch.isNew) journal.tiles.forget(lotId);
    const joined = new Map(journal.tiles.of(lotId).map(({ tile, outputDigest }) => [tile, outputDigest]));
    for (const submitted of lots) {
      const { lotIndex, outputRoot } = submitted;
      if (joined.get(lotIndex) === outputRoot) continue;
      signal.throwIfAborted();
      const spans = tileSpans(job.work, engine.recipe, shapeOf(job.terms), lotIndex);
      const tiles = await tilesOf(node, lot, submitted, spans, signal);
      try {
        await joinTiles(scratch, tiles.path, spans, tiles.leaves, engine.recipe.scale);
      } finally {
        await tiles.remove();
      }
      await scratch.flush();
      checkpoint("lot joined");
      journal.tiles.add(lotId, { tile: lotIndex, outputDigest: outputRoot, probe: tiles.manifestDigest });
    }
  } finally {
    scratch.close();
  }
  const lotRoots = lots.map(({ outputRoot }) => outputRoot);
  return {
    outputRoot: jobOutputRoot(lotRoots),
    lotRoots,
    // A lot that was computed again may have another manifest than its worker announced.
    manifestCids: journal.tiles.of(lotId).map(({ probe }) => rawCid(probe)),
  };
}

/** The tiles of a lot on the disk: fetched, or computed again where nobody has them any more. */
async function tilesOf(
  node: NodeContext,
  lot: Joining,
  submitted: SubmittedTiles,
  spans: readonly TileSpan[],
  signal: AbortSignal,
): Promise<Restored> {
  const path = lot.files.tiles;
  const remove = () => rm(path, { force: true });
  try {
    const leaves = await fetchTiles(node, lot.job, submitted, spans, path);
    return { path, leaves, manifestDigest: submitted.manifestDigest as Hex, remove };
  } catch (error) {
    await remove();
    if (!lot.restore || !isLost(error)) throw error;
    return lot.restore(submitted, signal);
  }
}
