import { rm } from "node:fs/promises";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { jobOutputRoot } from "@graphiti/protocol/digests.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { lotIdOf, shapeOf, submissionCommitment, tileLotCount } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import type { Engine } from "../engine/engine.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import { openScratch } from "./deliver.ts";
import { fetchTiles, type SubmittedTiles } from "./fetch-tiles.ts";
import { joinTiles } from "./join.ts";
import type { LotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";

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

/**
 * Joins the tiles of all lots in the assembly lot's scratch picture; one lot's file is on the disk at a time. A lot is
 * journalled once its pixels have reached the disk; after a restart only the others are fetched.
 * @throws MANIFEST_INVALID or RESULT_DIFFERS when a lot's tiles are not what was submitted; STORE_* while they cannot be had
 */
export async function gatherLots(
  node: NodeContext,
  lot: { job: KnownJob; lotId: bigint; engine: Engine; files: LotFiles },
  signal: AbortSignal,
): Promise<Gathered> {
  const { job, lotId, engine, files } = lot;
  const { journal, checkpoint } = node;
  const lots = await finalTiles(node, job);
  const scratch = openScratch(lot);
  try {
    if (scratch.isNew) journal.tiles.forget(lotId);
    const joined = new Map(journal.tiles.of(lotId).map(({ tile, outputDigest }) => [tile, outputDigest]));
    for (const submitted of lots) {
      const { lotIndex, outputRoot, manifestDigest } = submitted;
      if (joined.get(lotIndex) === outputRoot) continue;
      signal.throwIfAborted();
      const spans = tileSpans(job.work, engine.recipe, shapeOf(job.terms), lotIndex);
      try {
        const leaves = await fetchTiles(node, job, submitted, spans, files.tiles);
        await joinTiles(scratch, files.tiles, spans, leaves, engine.recipe.scale);
      } finally {
        await rm(files.tiles, { force: true });
      }
      await scratch.flush();
      checkpoint("lot joined");
      journal.tiles.add(lotId, { tile: lotIndex, outputDigest: outputRoot, probe: manifestDigest ?? "0x" });
    }
  } finally {
    scratch.close();
  }
  const lotRoots = lots.map(({ outputRoot }) => outputRoot);
  return {
    outputRoot: jobOutputRoot(lotRoots),
    lotRoots,
    manifestCids: lots.map(({ manifestDigest }) => rawCid(manifestDigest ?? "0x")),
  };
}
