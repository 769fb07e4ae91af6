import { type ErrorCode, fail, GraphitiError } from "@graphiti/protocol/errors.ts";
import { tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { shareOfLot } from "@graphiti/protocol/offer.ts";
import { lotIdOf, lotTiles, shapeOf, tileLotCount } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import { computeLot } from "./compute.ts";
import { type Finished, storeTiles } from "./deliver.ts";
import type { SubmittedTiles } from "./fetch-tiles.ts";
import { floorPerTile } from "./floor-price.ts";
import { lotFiles, removeLotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";

/** What waiting does not mend: the store has no pixels, or others. */
const lost: readonly ErrorCode[] = [
  "STORE_NOT_FOUND",
  "STORE_TOO_LARGE",
  "STORE_BYTES_MISMATCH",
  "MANIFEST_INVALID",
  "RESULT_DIFFERS",
  "CID_INVALID",
];

export const isLost = (error: unknown): boolean =>
  error instanceof GraphitiError && lost.includes(error.code);

/** A lot of tiles that is on this disk again. */
export type Restored = { path: string; leaves: Hex[]; manifestDigest: Hex; remove: () => Promise<void> };
export type Restore = (lot: SubmittedTiles, signal: AbortSignal) => Promise<Restored>;

/**
 * Computes Final lots whose pixels are lost from the input once more, for who joins the picture, and stores them: by
 * their content ids they are what the workers had stored. Only as many as the joining pays for at this node's floor
 * price: pixels can be lost on purpose, so that a joiner computes them for nothing.
 */
export function restorer(node: NodeContext, given: Pick<Finished, "job" | "engine" | "sources">): Restore {
  const { terms } = given.job;
  const shape = shapeOf(terms);
  const payWei = shareOfLot(terms.order.maxPrice, shape, tileLotCount(shape));
  let tiles = 0;
  return async (lost, signal) => {
    tiles += lotTiles(shape, lost.lotIndex);
    if (floorPerTile(node.settings, given.engine) * BigInt(tiles) > payWei)
      fail(
        "STORE_NOT_FOUND",
        `Lot ${lost.lotIndex} is lost, and joining pays too little to compute it again.`,
      );
    return restoreLot(node, given, lost, signal);
  };
}

/** @throws RESULT_DIFFERS if the input gives other pixels than those that are final */
async function restoreLot(
  node: NodeContext,
  { job, engine, sources }: Pick<Finished, "job" | "engine" | "sources">,
  { lotIndex, outputRoot }: SubmittedTiles,
  signal: AbortSignal,
): Promise<Restored> {
  const { journal, settings, log } = node;
  const lotId = lotIdOf(job.jobId, lotIndex);
  const files = await lotFiles(settings.jobsDirectory, lotId);
  const spans = tileSpans(job.work, engine.recipe, shapeOf(job.terms), lotIndex);
  log.warn({ lot: lotId.toString() }, "computes a lot again whose pixels are lost");
  const task = { lotId, work: job.work, spans, engine, sources, files, onTiles: () => {}, signal };
  const computed = await computeLot(node, task);
  if (computed.outputRoot !== outputRoot)
    fail("RESULT_DIFFERS", `The pixels of lot ${lotIndex} are lost, and its input gives others.`);
  const { manifestDigest } = await storeTiles(node, { job, lotId, engine, sources, files }, spans, computed);
  node.checkpoint("lot restored");
  return {
    path: files.tiles,
    leaves: computed.tiles.map(({ outputDigest }) => outputDigest),
    manifestDigest,
    remove: async () => {
      journal.tiles.forget(lotId);
      await removeLotFiles(settings.jobsDirectory, lotId);
    },
  };
}
