import { probeOf } from "@graphiti/protocol/digests.ts";
import { classOf } from "@graphiti/protocol/escrow-rules.ts";
import { runningWindowSeconds } from "@graphiti/protocol/panel.ts";
import { seal } from "@graphiti/protocol/seal.ts";
import type { JobState } from "@graphiti/protocol/states.ts";
import {
  type Claim,
  claimCommitment,
  isAssembly,
  jobIdOf,
  lotIndexOf,
  type Submission,
  shapeOf,
  submissionCommitment,
  termsCommitment,
  tileLotCount,
} from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import type { ChainJob, ChainLot } from "../chain/escrow.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { Delivery, LotRow } from "../journal/lot-rows.ts";
import { removeJobFiles, removeLotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";

/** Where a lot stands for this node, after journal and chain were brought together. Times in Unix seconds. */
export type Standing =
  | { kind: "open"; openedAt: number }
  /** The assembly lot, before all tile lots are Final. */
  | { kind: "waiting" }
  /** Ours, to be finished before `due`. */
  | { kind: "claimed"; claim: Claim; due: number }
  /** Ours, waiting for its window or its seals. */
  | { kind: "submitted"; claim: Claim; submission: Submission; submittedAt: number }
  /** Somebody else works on it, for another `leftSeconds` at most; 0 when the time that they had is over. */
  | { kind: "elsewhere"; leftSeconds: number; isSubmitted: boolean }
  /** The chain does not show what the journal knows: it lags, or what was lost is on its way again. */
  | { kind: "unclear" }
  | { kind: "final" }
  | { kind: "over"; because: string };

/** Chain and journal need a moment before they can say anything new about a lot. */
export const lookAgainMs = 3_000;
/** An event tells when the assembly lot opens; this is for events that were missed. */
const waitingMs = 15_000;

export type Reconciled = { lot: LotRow; job: KnownJob; standing: Standing };

/** The attempt whose transactions a lot's purposes name. */
export const purpose = (kind: "claim" | "submit" | "finalise" | "expire", lot: LotRow): string =>
  `${kind}:${lot.lotId}:${lot.attempt}`;

const isComputed = ({ stage, delivery }: LotRow) => stage === "computed" || delivery !== undefined;
const isOurs = ({ stage }: LotRow) => stage === "claimed" || stage === "computed" || stage === "submitted";

/** Reads a lot from the chain and corrects the journal where the chain has moved on, or back. */
export async function reconcile(node: NodeContext, lotId: bigint): Promise<Reconciled> {
  const { journal, escrow } = node;
  const row = journal.lots.get(lotId);
  const job = row && journal.jobs.get(row.jobId);
  if (!row || !job) throw new RangeError(`lot ${lotId} is not in the journal`);
  const [chainJob, chainLot] = await Promise.all([escrow.job(row.jobId), escrow.lot(lotId)]);
  if (wasLost(row, chainLot)) journal.lateFees.add(lotId, row.attempt, Date.now());
  const before = atAttempt(row, chainLot.attempt);
  const hasJob = chainJob.state !== "none" && chainJob.termsHash === termsCommitment(job.terms);
  const standing = hasJob
    ? await standingOf(node, before, job, chainLot, chainJob)
    : await withoutJob(node, job);
  const lot = after(before, standing);
  journal.lots.put(lot);
  if (standing.kind === "over") await forgetLot(node, lotId);
  return { lot, job, standing };
}

/** Removes what a lot that is settled for good has left on this machine; with the last one, the job's files too. */
export async function forgetLot(node: NodeContext, lotId: bigint): Promise<void> {
  node.journal.tiles.forget(lotId);
  await removeLotFiles(node.settings.jobsDirectory, lotId);
  await forgetJobFiles(node, jobIdOf(lotId));
}

/** Removes a job's files, unless a lot of it can still be worked on or is being checked. */
export async function forgetJobFiles({ journal, settings }: NodeContext, jobId: bigint): Promise<void> {
  const isLive = ({ stage }: LotRow) => stage !== "final" && stage !== "dropped";
  if (journal.lots.ofJob(jobId).some(isLive) || journal.attestations.liveOf(jobId) > 0) return;
  await removeJobFiles(settings.jobsDirectory, jobId);
}

/** Whether a lot that was ours was given back, by whomever: that costs the late fee. */
function wasLost(row: LotRow, chain: ChainLot): boolean {
  if (!isOurs(row) || !row.claim) return false;
  return chain.attempt > row.attempt || chain.state === "refunded";
}

/** A lot that was opened again is new to us, but for its tiles and files: those never change. */
function atAttempt(row: LotRow, attempt: number): LotRow {
  if (row.attempt === attempt) return row;
  const { claim: _claim, submission: _submission, ...kept } = row;
  return { ...kept, attempt, stage: "seen", retryAt: 0, note: "" };
}

function after(lot: LotRow, standing: Standing): LotRow {
  switch (standing.kind) {
    case "open":
      return { ...lot, stage: "seen" };
    case "waiting":
      return { ...lot, stage: "seen", retryAt: Date.now() + waitingMs, note: "its tiles are not final yet" };
    case "claimed":
      return { ...lot, stage: isComputed(lot) ? "computed" : "claimed", claim: standing.claim };
    case "submitted":
      return { ...lot, stage: "submitted", claim: standing.claim, submission: standing.submission };
    case "elsewhere":
      return {
        ...lot,
        stage: "seen",
        retryAt: Date.now() + Math.max(standing.leftSeconds * 1000, lookAgainMs),
        note: "another node has it",
      };
    case "final":
      // Its pay is looked up before it is done with.
      return lot;
    case "over":
      return { ...lot, stage: "dropped", note: standing.because };
    case "unclear":
      // Others are looked at meanwhile.
      return lot.stage === "seen" ? { ...lot, retryAt: Date.now() + lookAgainMs } : lot;
  }
}

/** The RPC may lag behind the events that it gave, or a reorganisation took the job away. */
async function withoutJob({ escrow }: NodeContext, { terms }: KnownJob): Promise<Standing> {
  const isOver = (await escrow.nowSeconds()) >= terms.order.deadline;
  return isOver ? { kind: "over", because: "the chain does not have the job" } : { kind: "unclear" };
}

async function standingOf(
  node: NodeContext,
  lot: LotRow,
  job: KnownJob,
  chain: ChainLot,
  chainJob: ChainJob,
): Promise<Standing> {
  switch (chain.state) {
    case "open": {
      if (isOurs(lot) && (await stillComes(node, purpose("claim", lot)))) return { kind: "unclear" };
      if (chainJob.state !== "live") return { kind: "over", because: `the job is ${chainJob.state}` };
      return openOf(lot, job, chain, chainJob);
    }
    case "claimed": {
      if (lot.stage === "submitted" && (await stillComes(node, purpose("submit", lot))))
        return { kind: "unclear" };
      const claim = await ourClaim(node, lot, job, chain);
      if (claim) return { kind: "claimed", claim, due: chain.time };
      return elsewhere(node, chain, chain.time, chainJob.state);
    }
    case "submitted": {
      const ours = await ourSubmission(node, lot, job, chain);
      if (ours) return { kind: "submitted", ...ours, submittedAt: chain.time };
      return elsewhere(node, chain, await closesAt(node, lot, job, chain), chainJob.state);
    }
    case "final":
      return isOurs(lot) ? { kind: "final" } : { kind: "over", because: "it is final" };
    case "refunded":
      return { kind: "over", because: "it was refunded" };
  }
}

function openOf(lot: LotRow, { terms }: KnownJob, chain: ChainLot, chainJob: ChainJob): Standing {
  const shape = shapeOf(terms);
  if (!isAssembly(shape, lotIndexOf(lot.lotId)))
    return { kind: "open", openedAt: chain.time || terms.postedAt };
  if (chainJob.finalLots < tileLotCount(shape)) return { kind: "waiting" };
  return { kind: "open", openedAt: chain.time || chainJob.assemblyOpenedAt };
}

/** When the grace of another operator's submission is over. */
async function closesAt(node: NodeContext, { lotId }: LotRow, { terms }: KnownJob, chain: ChainLot) {
  const { rules } = node.deployment;
  const { attesters, finalityClass } = terms.order;
  const { isCold, seats } = await node.escrow.panel(lotId);
  const panel = { attesters, seals: seats.length, isCold };
  const { graceSeconds } = classOf(rules, finalityClass);
  return chain.time + runningWindowSeconds(rules, finalityClass, panel) + graceSeconds;
}

/** A lot of another operator, who has time until `until`. */
async function elsewhere(
  { escrow }: NodeContext,
  { state }: ChainLot,
  until: number,
  jobState: JobState,
): Promise<Standing> {
  // It cannot become open again.
  if (jobState !== "live") return { kind: "over", because: `the job is ${jobState}` };
  const leftSeconds = Math.max(0, until - (await escrow.nowSeconds()));
  return { kind: "elsewhere", leftSeconds, isSubmitted: state === "submitted" };
}

/**
 * Whether a transaction that the journal has as mined is going to show on the chain: what a reorganisation dropped is
 * sent again here. False when its nonce went to something else.
 */
async function stillComes({ outbox, journal }: NodeContext, what: string): Promise<boolean> {
  await outbox.revisit(what);
  return journal.slots.live(what) !== undefined;
}

/**
 * The claim under which a Claimed lot is ours. The journal can be behind, or hold a claim that a reorganisation
 * replaced, so in doubt the events say.
 */
async function ourClaim(
  node: NodeContext,
  lot: LotRow,
  job: KnownJob,
  chain: ChainLot,
): Promise<Claim | undefined> {
  const matches = (claim: Claim | undefined) =>
    claim !== undefined && claimCommitment(claim) === chain.commitment;
  if (matches(lot.claim)) return lot.claim;
  const found = await node.events.claimFor(lot.lotId, chain.attempt, job.postedBlock, node.machineKey);
  return matches(found) ? found : undefined;
}

/**
 * Claim and submission of a Submitted lot that this node has handed in: without its delivery nobody could finalise it.
 * The block that took the submit is a part of the submission, so only the chain knows the whole of it.
 */
async function ourSubmission(node: NodeContext, lot: LotRow, job: KnownJob, chain: ChainLot) {
  const { claim, submission, delivery } = lot;
  if (!claim || !delivery) return undefined;
  const isThat = (found: Submission) => submissionCommitment(claim, found) === chain.commitment;
  if (submission && isThat(submission)) return { claim, submission };
  const handed = await node.events.handedIn(lot.lotId, chain.attempt, job.postedBlock);
  if (!handed || !isThat(handed.submission)) return undefined;
  const isOurs = handed.submission.seal === sealOf(node, lot, claim, delivery);
  return isOurs ? { claim, submission: handed.submission } : undefined;
}

/** The worker's seal of a lot. */
export function sealOf(
  { deployment }: NodeContext,
  { lotId, attempt }: Pick<LotRow, "lotId" | "attempt">,
  { operator }: Claim,
  delivery: Delivery,
): Hex {
  const { outputRoot, metadataDigest, tileProbes } = delivery;
  return seal({
    chainId: deployment.chainId,
    escrow: deployment.addresses.escrow,
    lotId,
    attempt,
    operator,
    outputRoot,
    metadataDigest,
    probe: probeOf(tileProbes),
  });
}
