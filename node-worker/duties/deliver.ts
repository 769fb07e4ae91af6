import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fail } from "@graphiti/protocol/errors.ts";
import { canonicalJson, metadataFile } from "@graphiti/protocol/metadata.ts";
import { serviceNameOf } from "@graphiti/protocol/services.ts";
import type { Stored } from "@graphiti/protocol/storage/store.ts";
import { encodePng, verifyPng } from "../engine/assemble.ts";
import type { Engine } from "../engine/engine.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { Delivery } from "../journal/lot-rows.ts";
import type { Computed } from "./compute.ts";
import { keepSources } from "./keep-sources.ts";
import type { LotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";
import { fetchCard } from "./verify-input.ts";

/** Encodes the computed picture, and proves the file. @throws RESULT_DIFFERS when it is not what was computed */
export async function makeFile(engine: Engine, files: LotFiles, { outputRoot }: Computed): Promise<void> {
  await encodePng(files.scratch, files.result);
  await verifyPng(files.result, files.directory, engine.recipe, outputRoot);
}

/**
 * Stores the file of a lot and its metadata for good, and reads both back: what is submitted can be had by anybody.
 * Repeating it changes nothing, since everything goes by its content.
 * @throws STORE_* while the store is away
 */
export async function storeLot(
  node: NodeContext,
  job: KnownJob,
  engine: Engine,
  files: LotFiles,
  computed: Computed,
): Promise<Delivery> {
  const { store, deployment } = node;
  const { work, jobId } = job;
  const { scale, modelDigest } = engine.recipe;
  const name = `graphiti-${jobId}`;
  const image = await store.put(
    { path: files.result },
    { name: `${name}.png`, tier: "durable", mimeType: "image/png" },
  );
  node.checkpoint("image stored");
  await readBack(node, files, image);

  const metadata = metadataFile({
    card: await fetchCard(node, job, files),
    service: { id: work.serviceId, name: serviceNameOf(deployment, work.serviceId), scale, modelDigest },
    width: work.width * scale,
    height: work.height * scale,
    inputCid: job.inputCid,
    inputRoot: work.inputRoot,
    outputRoot: computed.outputRoot,
    imageCid: image.cid,
    jobId,
    chainId: deployment.chainId,
    escrow: deployment.addresses.escrow,
  });
  const json = { tier: "durable", mimeType: "application/json" } as const;
  const stored = await store.put(metadata.bytes, { ...json, name: `${name}.json` });
  if (stored.cid !== metadata.cid)
    fail("RESULT_DIFFERS", "The metadata was stored under another content id.");
  await store.get(metadata.cid, { maxBytes: metadata.bytes.length });
  await store.put(manifestOf(job, engine, computed, image.cid), { ...json, name: `${name}-manifest.json` });
  await keepSources(node, job, files);
  node.checkpoint("metadata stored");
  return {
    outputRoot: computed.outputRoot,
    probe: computed.probe,
    metadataDigest: metadata.digest,
    imageCid: image.cid,
    imageBytes: image.bytes,
    metadataCid: metadata.cid,
  };
}

/** Fetches the image as a stranger would; the store compares every byte with its content id. */
async function readBack(node: NodeContext, files: LotFiles, { cid, bytes }: Stored): Promise<void> {
  const copy = join(files.directory, "read-back.png");
  try {
    await node.store.download(cid, copy, { maxBytes: bytes });
  } finally {
    await rm(copy, { force: true });
  }
}

/** What it takes to check a single tile later: where it lies, what it hashes to, where its pixels are. */
function manifestOf(
  { jobId, work, inputCid }: KnownJob,
  { recipe }: Engine,
  computed: Computed,
  imageCid: string,
) {
  return canonicalJson({
    job: jobId.toString(),
    service: work.serviceId,
    model: recipe.modelDigest,
    geometry: { scale: recipe.scale, tile_core: recipe.tileCore, halo: recipe.halo },
    picture: { width: work.width, height: work.height, has_alpha: work.hasAlpha },
    input: inputCid,
    input_root: work.inputRoot,
    image: imageCid,
    output_root: computed.outputRoot,
    output_tiles: computed.tiles.map(({ outputDigest }) => outputDigest),
  });
}
