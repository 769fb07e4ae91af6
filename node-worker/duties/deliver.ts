import { rm } from "node:fs/promises";
import { fail } from "@graphiti/protocol/errors.ts";
import { lotManifest, type ManifestFacts } from "@graphiti/protocol/lot-manifest.ts";
import type { TileSpan } from "@graphiti/protocol/lot-pixels.ts";
import { lotIndexOf } from "@graphiti/protocol/terms.ts";
import { type Hex, zeroHash } from "viem";
import { encodePng, type FileFacts, verifyPng } from "../engine/assemble.ts";
import type { Engine } from "../engine/engine.ts";
import { ScratchPicture } from "../engine/scratch-picture.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { Delivery } from "../journal/lot-rows.ts";
import type { Computed } from "./compute.ts";
import { eachTile, joinTiles } from "./join.ts";
import { keepSources } from "./keep-sources.ts";
import type { JobFiles, LotFiles } from "./lot-files.ts";
import { metadataOf } from "./metadata-of.ts";
import type { NodeContext } from "./node-context.ts";
import { fetchCard } from "./verify-input.ts";

/** A lot whose result lies on this disk. */
export type Finished = { job: KnownJob; lotId: bigint; engine: Engine; sources: JobFiles; files: LotFiles };

const json = { tier: "durable", mimeType: "application/json" } as const;

/** Opens the picture that a job's tiles are joined in. */
export function openScratch({
  job,
  engine,
  files,
}: Pick<Finished, "job" | "engine" | "files">): ScratchPicture {
  const { width, height, hasAlpha } = job.work;
  const { scale } = engine.recipe;
  return ScratchPicture.open(files.scratch, width * scale, height * scale, hasAlpha ? 4 : 3);
}

/** Joins the tiles of a job's only lot. @throws RESULT_DIFFERS when the disk does not hold what was computed */
export async function joinOwnTiles(
  lot: Finished,
  spans: readonly TileSpan[],
  { tiles }: Computed,
): Promise<void> {
  const scratch = openScratch(lot);
  try {
    const leaves = tiles.map(({ outputDigest }) => outputDigest);
    await joinTiles(scratch, lot.files.tiles, spans, leaves, lot.engine.recipe.scale);
  } finally {
    scratch.close();
  }
}

/** Encodes the joined picture, and proves the file. @throws RESULT_DIFFERS when it is not what was computed */
export async function makeFile({ job, engine, files }: Finished, outputRoot: Hex): Promise<FileFacts> {
  await encodePng(files.scratch, files.result);
  const { tiles, order } = job.terms;
  const shape = { tiles, tilesPerLot: order.tilesPerLot };
  return verifyPng(files.result, files.directory, engine.recipe, shape, outputRoot);
}

/**
 * Stores the tiles of a lot for good, and reads them back: what is submitted can be had by anybody.
 * Repeating it changes nothing, since everything goes by its content.
 * @throws STORE_* while the store is away; RESULT_DIFFERS when the disk does not hold what was computed
 */
export async function storeTiles(
  node: NodeContext,
  lot: Finished,
  spans: readonly TileSpan[],
  { outputRoot, tiles }: Computed,
): Promise<Delivery> {
  const { store } = node;
  const { files } = lot;
  const leaves = tiles.map(({ outputDigest }) => outputDigest);
  const { cid, bytes } = await store.put(
    { path: files.tiles },
    { name: `${nameOf(lot)}.rgb`, tier: "durable", mimeType: "application/octet-stream" },
  );
  node.checkpoint("tiles stored");
  try {
    await store.download(cid, files.copy, { maxBytes: bytes });
    await eachTile(files.copy, spans, leaves);
  } finally {
    await rm(files.copy, { force: true });
  }
  const manifestDigest = await storeManifest(node, lot, { outputRoot, leaves, pixelsCid: cid });
  await keepSources(node, lot.job, lot.sources);
  node.checkpoint("manifest stored");
  return {
    outputRoot,
    metadataDigest: zeroHash,
    tileProbes: tiles.map(({ probe }) => probe),
    manifestDigest,
    resultCid: cid,
  };
}

/** What a lot that makes the file says about it. */
type Picture = { outputRoot: Hex; tileProbes: readonly Hex[] } & Pick<
  ManifestFacts,
  "leaves" | "manifestCids"
>;

/**
 * Stores the file of a job and its metadata for good, and reads both back.
 * @throws STORE_* while the store is away
 */
export async function storePicture(node: NodeContext, lot: Finished, picture: Picture): Promise<Delivery> {
  const { store } = node;
  const { job, engine, sources, files } = lot;
  const { outputRoot, tileProbes, ...listed } = picture;
  const name = `graphiti-${job.jobId}`;
  const image = await store.put(
    { path: files.result },
    { name: `${name}.png`, tier: "durable", mimeType: "image/png" },
  );
  node.checkpoint("image stored");
  try {
    // As a stranger would fetch it; the store compares every byte with its content id.
    await store.download(image.cid, files.copy, { maxBytes: image.bytes });
  } finally {
    await rm(files.copy, { force: true });
  }
  const card = await fetchCard(node, job, sources);
  const metadata = metadataOf(node, job, engine, { card, outputRoot, imageCid: image.cid });
  const stored = await store.put(metadata.bytes, { ...json, name: `${name}.json` });
  if (stored.cid !== metadata.cid)
    fail("RESULT_DIFFERS", "The metadata was stored under another content id.");
  await store.get(metadata.cid, { maxBytes: metadata.bytes.length });
  const manifestDigest = await storeManifest(node, lot, { outputRoot, imageCid: image.cid, ...listed });
  await keepSources(node, job, sources);
  node.checkpoint("metadata stored");
  return { outputRoot, metadataDigest: metadata.digest, tileProbes, manifestDigest, resultCid: image.cid };
}

const nameOf = ({ job, lotId }: Finished) => `graphiti-${job.jobId}-lot-${lotIndexOf(lotId)}`;

type Listed = Pick<ManifestFacts, "outputRoot" | "leaves" | "pixelsCid" | "imageCid" | "manifestCids">;

async function storeManifest(
  { store, deployment }: NodeContext,
  lot: Finished,
  listed: Listed,
): Promise<Hex> {
  const { job, engine, lotId } = lot;
  const { scale, tileCore, halo, modelDigest } = engine.recipe;
  const { width, height, hasAlpha, inputRoot, serviceId } = job.work;
  const manifest = lotManifest({
    chainId: deployment.chainId,
    escrow: deployment.addresses.escrow,
    jobId: job.jobId,
    lotIndex: lotIndexOf(lotId),
    service: { id: serviceId, modelDigest },
    geometry: { scale, tileCore, halo },
    picture: { width, height, hasAlpha },
    inputCid: job.inputCid,
    inputRoot,
    ...listed,
  });
  await store.put(manifest.bytes, { ...json, name: `${nameOf(lot)}-manifest.json` });
  return manifest.digest;
}
