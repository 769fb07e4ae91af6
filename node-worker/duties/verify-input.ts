import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { sha256, tilesRoot } from "@graphiti/protocol/digests.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { decodeGenerateParams } from "@graphiti/protocol/generate-params.ts";
import { type ArtCard, cardDigest, parseArtCard } from "@graphiti/protocol/metadata.ts";
import { sniffBytes, sniffFormat } from "@graphiti/protocol/picture/formats.ts";
import { inputRootOfOpen } from "@graphiti/protocol/picture/input-root.ts";
import { openPicture } from "@graphiti/protocol/picture/open-picture.ts";
import { maxGeneratedSide, maxOutputPixels } from "@graphiti/protocol/quote.ts";
import { serviceKinds } from "@graphiti/protocol/services.ts";
import { hashWork, noParams } from "@graphiti/protocol/terms.ts";
import { type Picture, tileCount } from "@graphiti/protocol/tiles.ts";
import { hexToBytes } from "viem";
import type { Engine } from "../engine/engine.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import { fileDigest, type JobFiles, jobFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";

const largestCardBytes = 64 * 1024;

/** A PNG of noise is a little larger than its pixels. */
export const largestPngBytes = ({ width, height, hasAlpha }: Picture): number =>
  Math.ceil(width * height * (hasAlpha ? 4 : 3) * 1.02) + 1024 * 1024;

/**
 * The engine for a job's service.
 * @throws SERVICE_UNKNOWN when it is not one of this software; INPUT_REFUSED when the terms do not fit it
 */
export async function engineFor(node: NodeContext, { work, terms }: KnownJob): Promise<Engine> {
  const service = await node.escrow.service(work.serviceId);
  const engine = [...node.engines.values()].find(
    ({ recipe }) =>
      recipe.modelDigest.toLowerCase() === service.modelDigest.toLowerCase() &&
      recipe.kind === service.kind &&
      recipe.scale === service.scale &&
      recipe.tileCore === service.tileCore &&
      recipe.halo === service.halo &&
      recipe.channels === service.channels &&
      recipe.probeLayer === service.probeLayer,
  );
  if (!engine) fail("SERVICE_UNKNOWN", "The job asks for a service that this software does not compute.");
  const fits = hashWork(work) === terms.workHash && tileCount(work, service.tileCore) === terms.tiles;
  if (!fits) fail("INPUT_REFUSED", "The job's work and its terms contradict each other.");
  if (work.width * work.height * service.scale ** 2 > maxOutputPixels)
    fail("INPUT_REFUSED", "The job's picture would be larger than a node joins.");
  if (service.kind === serviceKinds.upscale && work.params !== noParams)
    fail("INPUT_REFUSED", "The job's service has no parameters, but the job has.");
  return engine;
}

/**
 * The art card by its digest. Once verified it stays in the job's folder: after the claim nobody else is needed for it.
 * @throws INPUT_REFUSED, CARD_INVALID; STORE_* while it cannot be had
 */
export async function fetchCard(node: NodeContext, { work }: KnownJob, files: JobFiles): Promise<ArtCard> {
  const isHere = (await fileDigest(files.card)) === work.cardDigest;
  const bytes = isHere
    ? await readFile(files.card)
    : await node.store.get(rawCid(work.cardDigest), { maxBytes: largestCardBytes });
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    fail("INPUT_REFUSED", "The job's art card is not JSON.", { cause });
  }
  const card = parseArtCard(value);
  if (cardDigest(card) !== work.cardDigest)
    fail("INPUT_REFUSED", "The job's art card is not in its canonical form.");
  if (!isHere) await writeFile(files.card, bytes, { flush: true });
  return card;
}

/**
 * Has a job's input on disk, every byte and pixel compared with the terms: no data, no claim.
 * @returns where it lies
 * @throws INPUT_REFUSED or PICTURE_* when the input is not what the terms say; STORE_* while it cannot be had
 */
export async function verifyInput(node: NodeContext, job: KnownJob, engine: Engine): Promise<JobFiles> {
  const { work, inputCid, jobId } = job;
  const { jobs } = node.journal;
  if (engine.recipe.kind === serviceKinds.generate) return writeParams(node, job);
  const files = await jobFiles(node.settings.jobsDirectory, jobId);
  if ((await fileDigest(files.input)) !== work.inputDigest) {
    await node.store.download(inputCid, files.input, { maxBytes: largestPngBytes(work) });
    if ((await fileDigest(files.input)) !== work.inputDigest)
      fail("INPUT_REFUSED", "The input's bytes are not those of the job's input digest.");
  }
  // The same bytes always hold the same pixels: for the job's other lots their digest is enough.
  if (jobs.isInputVerified(jobId)) return files;
  if (!(await isPngOf(files.input, work)))
    fail("INPUT_REFUSED", "The input is not the PNG that the job describes.");
  const scratch = await mkdtemp(join(files.directory, "verify-"));
  try {
    const picture = await openPicture(files.input, scratch);
    if (picture.width !== work.width || picture.height !== work.height || picture.hasAlpha !== work.hasAlpha)
      fail("INPUT_REFUSED", "The input has another size or alpha than the job says.");
    if ((await inputRootOfOpen(picture, engine.recipe)) !== work.inputRoot)
      fail("INPUT_REFUSED", "The input's pixels do not give the job's input root.");
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  jobs.inputIsVerified(jobId);
  return files;
}

/** Of a job that generates, the parameters are all of the input, and its terms hold them. @throws INPUT_REFUSED */
async function writeParams(node: NodeContext, { work, inputCid, jobId }: KnownJob): Promise<JobFiles> {
  try {
    decodeGenerateParams(work.params);
  } catch (cause) {
    fail("INPUT_REFUSED", "The job's parameters are none of a generated picture.", { cause });
  }
  const bytes = hexToBytes(work.params);
  const digest = sha256(bytes);
  const isInput = work.inputDigest === digest && inputCid === rawCid(digest);
  if (!isInput || work.inputRoot !== tilesRoot([{ index: 0, digest }]))
    fail("INPUT_REFUSED", "The job's input is not its parameters.");
  if (work.hasAlpha || Math.max(work.width, work.height) > maxGeneratedSide)
    fail("INPUT_REFUSED", `Generated pictures are opaque, with sides up to ${maxGeneratedSide} pixels.`);
  const files = await jobFiles(node.settings.jobsDirectory, jobId);
  if ((await fileDigest(files.input)) !== digest) await writeFile(files.input, bytes, { flush: true });
  return files;
}

/** Compares what a PNG says of itself before any decoder sees it: a small file can claim to be huge. */
export async function isPngOf(path: string, { width, height, hasAlpha }: Picture): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sniffBytes), 0, sniffBytes, 0);
    const isPng = bytesRead === sniffBytes && sniffFormat(buffer) === "PNG" && buffer.includes("IHDR", 12);
    // Width and height, then bit depth 8 and colour type RGB or RGBA.
    return (
      isPng &&
      buffer.readUInt32BE(16) === width &&
      buffer.readUInt32BE(20) === height &&
      buffer[24] === 8 &&
      buffer[25] === (hasAlpha ? 6 : 2)
    );
  } finally {
    await file.close();
  }
}
