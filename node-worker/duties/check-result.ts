import { parseIpfsUrl, rawCid } from "@graphiti/protocol/cid.ts";
import { jobOutputRoot } from "@graphiti/protocol/digests.ts";
import { type ErrorCode, fail, GraphitiError } from "@graphiti/protocol/errors.ts";
import { tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { isAssembly, lotIndexOf, makesFile, type Submission, shapeOf } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import { z } from "zod";
import { type FileFacts, factsOfPng } from "../engine/assemble.ts";
import type { Engine } from "../engine/engine.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import { fetchTiles } from "./fetch-tiles.ts";
import { fetchedLeaves, forgetLeaves } from "./fetched-leaves.ts";
import { finalTiles } from "./gather.ts";
import { type JobFiles, lotFiles } from "./lot-files.ts";
import { metadataOf } from "./metadata-of.ts";
import type { NodeContext } from "./node-context.ts";
import { runTiles } from "./run-tiles.ts";
import { fetchCard, isPngOf, largestPngBytes } from "./verify-input.ts";

/** Another operator's result, and what is needed to check it. The sources are verified. */
export type Suspect = {
  job: KnownJob;
  lotId: bigint;
  submission: Submission;
  manifestDigest: Hex | undefined;
  engine: Engine;
  sources: JobFiles;
  /** Tiles to compute, counted within the lot. */
  sample: readonly number[];
  signal: AbortSignal;
};

export type Opinion =
  /** All is as it should be. Probes of the sampled tiles, each at its place in the lot. */
  | { kind: "right"; tileProbes: (Hex | undefined)[] }
  | { kind: "wrong"; because: string }
  /** It cannot be had, for the moment or for ever. */
  | { kind: "missing"; because: string };

const largestMetadataBytes = 256 * 1024;

/** What a result says by itself. Every other error is this node's own trouble and says nothing. */
const wrong: readonly ErrorCode[] = [
  "MANIFEST_INVALID",
  "RESULT_DIFFERS",
  "CID_INVALID",
  "STORE_TOO_LARGE",
  "PICTURE_UNREADABLE",
  "PICTURE_TOO_LARGE",
];
const missing: readonly ErrorCode[] = [
  "STORE_NOT_FOUND",
  "STORE_UNREACHABLE",
  "STORE_REFUSED",
  "STORE_BYTES_MISMATCH",
];

/**
 * Fetches every output tile of a lot, computes the sample, and compares. What is found wrong is fetched and looked at
 * once more, so that a bad disk or a broken transfer does not call an honest result wrong.
 * @throws what is this node's own trouble
 */
export async function checkResult(node: NodeContext, suspect: Suspect): Promise<Opinion> {
  const first = await opinionOn(node, suspect);
  if (first.kind !== "wrong") return first;
  await forgetLeaves(await lotFiles(node.settings.jobsDirectory, suspect.lotId, "check"));
  return opinionOn(node, suspect);
}

/**
 * Fetches every output tile of a lot before it is known which of them are drawn; {@link checkResult} then finds them here.
 * @throws RESULT_DIFFERS and others for a wrong result; STORE_* while it cannot be had
 */
export async function fetchAhead(node: NodeContext, suspect: Omit<Suspect, "sample">): Promise<void> {
  if (isAssembly(shapeOf(suspect.job.terms), lotIndexOf(suspect.lotId))) return;
  await leavesOf(node, suspect);
}

async function opinionOn(node: NodeContext, suspect: Suspect): Promise<Opinion> {
  try {
    return { kind: "right", tileProbes: await probesOf(node, suspect) };
  } catch (error) {
    if (!(error instanceof GraphitiError)) throw error;
    if (wrong.includes(error.code)) return { kind: "wrong", because: error.message };
    if (missing.includes(error.code)) return { kind: "missing", because: error.message };
    throw error;
  }
}

async function probesOf(node: NodeContext, suspect: Suspect): Promise<(Hex | undefined)[]> {
  const { job, lotId, engine } = suspect;
  const shape = shapeOf(job.terms);
  const lotIndex = lotIndexOf(lotId);
  if (isAssembly(shape, lotIndex)) return [await assemblyProbeOf(node, suspect)];
  const spans = tileSpans(job.work, engine.recipe, shape, lotIndex);
  const files = await lotFiles(node.settings.jobsDirectory, lotId, "check");
  const leaves = await leavesOf(node, suspect);

  const tileProbes = Array<Hex | undefined>(spans.length).fill(undefined);
  const startedAt = performance.now();
  const places = new Map(suspect.sample.map((at) => [spans[at]?.tile.index, at]));
  await runTiles(node, {
    engine,
    work: job.work,
    input: suspect.sources.input,
    scratchDirectory: files.directory,
    tiles: suspect.sample.flatMap((at) => spans[at]?.tile ?? []),
    onTile: async ({ index }, { outputDigest, probe }) => {
      const at = places.get(index) as number;
      if (leaves[at] !== outputDigest) differs(`Tile ${index} is not what its input gives.`);
      tileProbes[at] = probe;
    },
    signal: suspect.signal,
  });
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  node.log.info({ lot: lotId.toString(), tiles: places.size, seconds }, "computed a sample");
  return tileProbes;
}

/** Digests of all tiles of a lot, as they were fetched. */
async function leavesOf(node: NodeContext, suspect: Omit<Suspect, "sample">): Promise<readonly Hex[]> {
  const { job, lotId, submission, manifestDigest, engine } = suspect;
  const { outputRoot } = submission;
  const shape = shapeOf(job.terms);
  const lotIndex = lotIndexOf(lotId);
  const files = await lotFiles(node.settings.jobsDirectory, lotId, "check");
  return fetchedLeaves(files, { submission, manifestDigest }, async () => {
    if (makesFile(shape, lotIndex)) return (await fileOf(node, suspect, outputRoot)).leaves;
    const spans = tileSpans(job.work, engine.recipe, shape, lotIndex);
    return fetchTiles(node, job, { lotIndex, outputRoot, manifestDigest }, spans, files.tiles);
  });
}

/** The whole picture against the tile lots: their pixels were checked before. */
async function assemblyProbeOf(node: NodeContext, suspect: Suspect): Promise<Hex> {
  const lotRoots = (await finalTiles(node, suspect.job)).map(({ outputRoot }) => outputRoot);
  if (jobOutputRoot(lotRoots) !== suspect.submission.outputRoot)
    differs("The output root is not that of the tile lots.");
  const { assemblyProbe } = await fileOf(node, suspect, suspect.submission.outputRoot);
  return assemblyProbe as Hex;
}

/** Fetches the file by its metadata, which must be the canonical one, and compares its pixels with the output root. */
async function fileOf(node: NodeContext, suspect: Delivered, outputRoot: Hex): Promise<FileFacts> {
  return pixelsOf(node, suspect, await imageOf(node, suspect, outputRoot), outputRoot);
}

type Delivered = Pick<Suspect, "job" | "lotId" | "submission" | "engine" | "sources">;

/**
 * Content id of the file, from metadata that is the one which such a result must have.
 * @throws RESULT_DIFFERS, CID_INVALID; STORE_* while it cannot be had
 */
export async function imageOf(
  node: NodeContext,
  { job, submission, engine, sources }: Delivered,
  outputRoot: Hex,
): Promise<string> {
  const card = await fetchCard(node, job, sources);
  const metadata = await node.store.get(rawCid(submission.metadataDigest), {
    maxBytes: largestMetadataBytes,
  });
  const imageCid = imageIn(metadata);
  if (metadataOf(node, job, engine, { card, outputRoot, imageCid }).digest !== submission.metadataDigest)
    differs("The metadata is not the canonical one.");
  return imageCid;
}

/**
 * Fetches the file and hashes what it holds, which must be the pixels of the output root.
 * @throws RESULT_DIFFERS, PICTURE_UNREADABLE; STORE_* while it cannot be had
 */
export async function pixelsOf(
  { store, settings }: NodeContext,
  { job, engine, lotId }: Delivered,
  imageCid: string,
  outputRoot: Hex,
): Promise<FileFacts> {
  const { scale } = engine.recipe;
  const { width, height, hasAlpha } = job.work;
  const size = { width: width * scale, height: height * scale, hasAlpha };
  const files = await lotFiles(settings.jobsDirectory, lotId, "check");
  await store.download(imageCid, files.result, { maxBytes: largestPngBytes(size) });
  if (!(await isPngOf(files.result, size))) differs("The file is not a PNG of the right size.");
  const facts = await factsOfPng(files.result, files.directory, engine.recipe, shapeOf(job.terms));
  if (jobOutputRoot(facts.lotRoots) !== outputRoot)
    differs("The file does not hold the pixels of the output root.");
  return facts;
}

const metadataSchema = z.object({ image: z.string().max(200) });

function imageIn(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return parseIpfsUrl(metadataSchema.parse(JSON.parse(text)).image);
  } catch (cause) {
    fail("RESULT_DIFFERS", "The metadata names no image.", { cause });
  }
}

function differs(message: string): never {
  fail("RESULT_DIFFERS", message);
}
