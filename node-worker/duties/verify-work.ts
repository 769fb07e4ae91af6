import { randomInt } from "node:crypto";
import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { jobOutputRoot } from "@graphiti/protocol/digests.ts";
import { type ErrorCode, fail, GraphitiError } from "@graphiti/protocol/errors.ts";
import { tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { serviceKinds } from "@graphiti/protocol/services.ts";
import {
  firstTile,
  isAssembly,
  lotCount,
  lotIdOf,
  lotTiles,
  makesFile,
  type Submission,
  shapeOf,
  submissionCommitment,
  termsCommitment,
  tileLotCount,
} from "@graphiti/protocol/terms.ts";
import { tileAt } from "@graphiti/protocol/tiles.ts";
import type { Hex } from "viem";
import { mayPass } from "../chain/patience.ts";
import type { FileFacts } from "../engine/assemble.ts";
import type { Engine } from "../engine/engine.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { Check } from "../report/check-table.ts";
import { describe } from "../report/describe.ts";
import { imageOf, pixelsOf } from "./check-result.ts";
import { fetchTiles } from "./fetch-tiles.ts";
import { type JobFiles, lotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";
import { runTiles } from "./run-tiles.ts";
import { engineFor, verifyInput } from "./verify-input.ts";

/** What says something about the work. Every other error says only that it could not be looked at. */
const wrong: readonly ErrorCode[] = [
  "MANIFEST_INVALID",
  "RESULT_DIFFERS",
  "INPUT_REFUSED",
  "CARD_INVALID",
  "CID_INVALID",
  "STORE_TOO_LARGE",
  "PICTURE_UNREADABLE",
  "PICTURE_TOO_LARGE",
];

type Handed = { lotIndex: number; lotId: bigint; submission: Submission; manifestDigest: Hex | undefined };

/** The checks of one job, in the order in which they rest on each other. */
class WorkChecks {
  readonly checks: Check[] = [];

  /** Runs a check, whose sentence says what was found right. @returns what it gave; undefined where it was not right */
  async of<Found>(what: string, check: () => Promise<{ because: string; found: Found }>) {
    try {
      const { because, found } = await check();
      this.checks.push({ what, outcome: "right", because });
      return found;
    } catch (error) {
      const isWrong = error instanceof GraphitiError && wrong.includes(error.code);
      if (!isWrong && !(error instanceof GraphitiError) && !mayPass(error)) throw error;
      const because = error instanceof GraphitiError ? error.message : describe(error);
      this.checks.push({ what, outcome: isWrong ? "wrong" : "unknown", because });
      return undefined;
    }
  }

  unknown(what: string, because: string) {
    this.checks.push({ what, outcome: "unknown", because });
  }
}

/**
 * Looks at all that a job has come to so far: terms, input, each lot that was handed in, the file and its metadata.
 * @param wanted how many tiles to compute again, drawn by chance
 */
export async function verifyWork(node: NodeContext, job: KnownJob, wanted: number | "all"): Promise<Check[]> {
  const all = new WorkChecks();
  const { terms, work, jobId } = job;
  const shape = shapeOf(terms);
  const engine = await all.of("Terms", async () => {
    const { state, termsHash } = await node.escrow.job(jobId);
    if (termsHash !== termsCommitment(terms))
      fail("INPUT_REFUSED", "The terms are not those that the chain keeps.");
    const found = await engineFor(node, job);
    return {
      because: `${found.recipe.name}, ${terms.tiles} tiles, ${state}; as the chain keeps them`,
      found,
    };
  });
  if (!engine) return all.checks;
  const sources = await all.of("Input", async () => {
    const found = await verifyInput(node, job, engine);
    const isMade = engine.recipe.kind === serviceKinds.generate;
    const size = `${work.width} × ${work.height}`;
    return { because: isMade ? `${size}, from its parameters` : `${size}, its bytes and its pixels`, found };
  });
  const sample = drawSample(terms.tiles, wanted);
  const roots: Hex[] = [];
  for (let lotIndex = 0; lotIndex < lotCount(shape); lotIndex++) {
    const name =
      lotCount(shape) === 1 ? "" : isAssembly(shape, lotIndex) ? " of all lots" : ` of lot ${lotIndex + 1}`;
    const lot = await all.of(`Submit${name}`, () => handedIn(node, job, lotIndex));
    if (!lot) continue;
    if (isAssembly(shape, lotIndex)) await checkJoin(all, roots, tileLotCount(shape), lot.submission);
    else roots.push(lot.submission.outputRoot);
    const subject = sources && { job, engine, sources, ...lot };
    const file = subject && makesFile(shape, lotIndex) ? await checkFile(node, all, subject) : undefined;
    if (isAssembly(shape, lotIndex)) continue;
    if (subject) await checkTiles(node, all, subject, { name, sample, leaves: file?.leaves });
  }
  if (!sources) all.unknown("Result", "Without the right input nothing can be computed again.");
  return all.checks;
}

/** The file of a job of several lots has the tiles of each; its submit alone could name any others. */
async function checkJoin(all: WorkChecks, roots: Hex[], lots: number, { outputRoot }: Submission) {
  if (roots.length < lots)
    return all.unknown("Joining", "Not every lot shows tiles that the file could be compared with.");
  await all.of("Joining", async () => {
    if (jobOutputRoot(roots) !== outputRoot)
      fail("RESULT_DIFFERS", "The file was handed in with other tiles than those of the lots.");
    return { because: `the tiles of all ${lots} lots, in their order`, found: undefined };
  });
}

/** Tiles of the job, in their order. */
function drawSample(tiles: number, wanted: number | "all"): number[] {
  const indices = Array.from({ length: tiles }, (_, index) => index);
  if (wanted === "all" || wanted >= tiles) return indices;
  for (let at = 0; at < wanted; at++) {
    const other = randomInt(at, tiles);
    [indices[at], indices[other]] = [indices[other] as number, indices[at] as number];
  }
  return indices.slice(0, wanted).sort((one, other) => one - other);
}

/** What was handed in for a lot's last attempt, compared with what the chain keeps of it. */
async function handedIn(node: NodeContext, job: KnownJob, lotIndex: number) {
  const { escrow, events, client, deployment } = node;
  const lotId = lotIdOf(job.jobId, lotIndex);
  const { state, attempt, commitment } = await escrow.lot(lotId);
  if (state !== "final" && state !== "submitted")
    fail("NOT_FOUND", `Nothing is handed in that could be checked: the lot is ${state}.`);
  const [claim, handed] = await Promise.all([
    events.claimFor(lotId, attempt, job.postedBlock),
    events.handedIn(lotId, attempt, job.postedBlock),
  ]);
  if (!claim || !handed) fail("CHAIN_UNREACHABLE", "The RPC does not show what was handed in.");
  const { submission, manifestDigest } = handed;
  const isToken =
    state === "final" && makesFile(shapeOf(job.terms), lotIndex) && (await isMintedJob(node, job));
  if (isToken) {
    // The lot that mints keeps no commitment; the token names its metadata instead.
    const token = { address: deployment.addresses.art, abi: graphitiArtAbi } as const;
    const named = await client.readContract({
      ...token,
      functionName: "metadataDigestOf",
      args: [job.jobId],
    });
    if (named !== submission.metadataDigest)
      fail("RESULT_DIFFERS", "The token names other metadata than what was handed in.");
  } else if (submissionCommitment(claim, submission) !== commitment)
    fail("RESULT_DIFFERS", "What was handed in is not what the chain keeps.");
  const because = `${state}${isToken ? ", and the token names its metadata" : ", as the chain keeps it"}`;
  const found: Handed = { lotIndex, lotId, submission, manifestDigest };
  return { because, found };
}

async function isMintedJob({ escrow }: NodeContext, { jobId }: KnownJob): Promise<boolean> {
  return (await escrow.job(jobId)).state === "minted";
}

type Subject = Handed & { job: KnownJob; engine: Engine; sources: JobFiles };

async function checkFile(
  node: NodeContext,
  all: WorkChecks,
  subject: Subject,
): Promise<FileFacts | undefined> {
  const { outputRoot } = subject.submission;
  const imageCid = await all.of("Metadata", async () => {
    const found = await imageOf(node, subject, outputRoot);
    return { because: "the only one that this work can have", found };
  });
  if (imageCid === undefined) return undefined;
  return all.of("File", async () => {
    const found = await pixelsOf(node, subject, imageCid, outputRoot);
    const { scale } = subject.engine.recipe;
    const { width, height } = subject.job.work;
    return {
      because: `a PNG of ${width * scale} × ${height * scale} with the pixels of the output root`,
      found,
    };
  });
}

/** @param leaves digests of all tiles, where the file is known; else those of the lot's manifest are fetched */
async function checkTiles(
  node: NodeContext,
  all: WorkChecks,
  subject: Subject,
  { name, sample, leaves }: { name: string; sample: number[]; leaves: Hex[] | undefined },
): Promise<void> {
  const { job, engine, lotIndex, submission, manifestDigest, lotId } = subject;
  const shape = shapeOf(job.terms);
  const first = firstTile(shape, lotIndex);
  const count = lotTiles(shape, lotIndex);
  const own = sample.filter((index) => index >= first && index < first + count);
  await all.of(`Tiles${name}`, async () => {
    const files = await lotFiles(node.settings.jobsDirectory, lotId, "check");
    if (!leaves && makesFile(shape, lotIndex))
      fail("STORE_NOT_FOUND", "Without the file there is nothing to compare.");
    const spans = tileSpans(job.work, engine.recipe, shape, lotIndex);
    const { outputRoot } = submission;
    const known =
      leaves?.slice(first, first + count) ??
      (await fetchTiles(node, job, { lotIndex, outputRoot, manifestDigest }, spans, files.tiles));
    await runTiles(node, {
      engine,
      work: job.work,
      input: subject.sources.input,
      scratchDirectory: files.directory,
      tiles: own.map((index) => tileAt(job.work, engine.recipe.tileCore, index)),
      onTile: async ({ index }, { outputDigest }) => {
        if (known[index - first] !== outputDigest)
          fail("RESULT_DIFFERS", `Tile ${index + 1} is not what its input gives.`);
      },
      signal: node.stop,
    });
    const numbers = own.map((index) => index + 1).join(", ");
    const which = own.length === count ? `all ${count}` : `${own.length} of ${count}`;
    const because =
      own.length === 0 ? `${count} fetched, none drawn` : `${which} computed again, equal to the last bit`;
    return {
      because: own.length > 0 && own.length < count ? `${because}: ${numbers}` : because,
      found: undefined,
    };
  });
}
