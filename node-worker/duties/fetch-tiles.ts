import { rm } from "node:fs/promises";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { largestManifestBytes, readTileManifest } from "@graphiti/protocol/lot-manifest.ts";
import { lotPixelBytes, type TileSpan } from "@graphiti/protocol/lot-pixels.ts";
import { shapeOf } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import type { KnownJob } from "../journal/job-rows.ts";
import { eachTile } from "./join.ts";
import type { NodeContext } from "./node-context.ts";

/** A tile lot that somebody has submitted: its root as the chain has it, and the manifest that the submit named. */
export type SubmittedTiles = { lotIndex: number; outputRoot: Hex; manifestDigest: Hex | undefined };

/**
 * Fetches all output tiles of a lot into a file. All of it comes from a stranger: sizes are bounded by what the job
 * says, the manifest's leaves are compared with the root on the chain, and each tile with its leaf.
 * @returns the digests of the tiles, in their order
 * @throws MANIFEST_INVALID or RESULT_DIFFERS for a result that is not what was submitted; STORE_* while it cannot be had
 */
export async function fetchTiles(
  { store }: NodeContext,
  { terms }: KnownJob,
  { lotIndex, outputRoot, manifestDigest }: SubmittedTiles,
  spans: readonly TileSpan[],
  path: string,
): Promise<Hex[]> {
  if (!manifestDigest) fail("MANIFEST_INVALID", "The lot's submit names no manifest.");
  const bytes = await store.get(rawCid(manifestDigest), { maxBytes: largestManifestBytes });
  const { leaves, pixelsCid } = readTileManifest(bytes, { shape: shapeOf(terms), lotIndex, outputRoot });
  await rm(path, { force: true });
  await store.download(pixelsCid, path, { maxBytes: lotPixelBytes(spans) });
  await eachTile(path, spans, leaves);
  return leaves;
}
