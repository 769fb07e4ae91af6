import type { JobState } from "@graphiti/protocol/states.ts";
import type { Claim } from "@graphiti/protocol/terms.ts";
import { claimCommitment, submissionCommitment, termsCommitment } from "../chain/commitments.ts";
import type { ChainLot } from "../chain/escrow.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { LotRow } from "../journal/lot-rows.ts";
import { removeLotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";

/** Where a lot stands for this node, after journal and chain were brought together. Times in Unix seconds. */
export type Standing =
  | { kind: "open"; openedAt: number }
  /** Ours, to be finished before `due`. */
  | { kind: "claimed"; claim: Claim; due: number }
  /** Ours, waiting for its window. */
  | { kind: "submitted"; submittedAt: number }
  /** Somebody else works on it, for another `leftSeconds` at most; 0 when the time that they had is over. */
  | { kind: "elsewhere"; leftSeconds: number; isSubmitted: boolean }
  /** The chain does not show what the journal knows: it lags, or what was lost is on its way again. */
  | { kind: "unclear" }
  | { kind: "final" }
  | { kind: "over"; because: string };

/** Chain and journal need a moment before they can say anything new about a lot. */
export const lookAgainMs = 3_000;

export type Reconciled = { lot: LotRow; job: KnownJob; standing: Standing };

/** The attempt whose transactions a lot's purposes name. */
export const purpose = (kind: "claim" | "submit" | "finalise" | "expire", lot: LotRow): string =>
  `${kind}:${lot.lotId}:${lot.attempt}`;

/** Reads a lot from the chain and corrects the journal where the chain has moved on, or back. */
export async function reconcile(node: NodeContext, lotId: bigint): Promise<Reconciled> {
  const { journal, escrow } = node;
  const row = journal.lots.get(lotId);
  const job = row && journal.jobs.get(row.jobId);
  if (!row || !job) throw new RangeError(`lot ${lotId} is not in the journal`);
  const [chainJob, chainLot] = await Promise.all([escrow.job(row.jobId), escrow.lot(lotId)]);
  const before = atAttempt(row, chainLot.attempt);
  const hasJob = chainJob.state !== "none" && chainJob.termsHash === termsCommitment(job.terms);
  const standing = hasJob
    ? await standingOf(node, before, job, chainLot, chainJob.state)
    : await withoutJob(node, job);
  const lot = after(before, standing);
  journal.lots.put(lot);
  if (standing.kind === "over") await forgetLot(node, lotId);
  return { lot, job, standing };
}

/** Removes what a lot that is settled for good has left on this machine. */
export async function forgetLot({ journal, settings }: NodeContext, lotId: bigint): Promise<void> {
  journal.tiles.forget(lotId);
  await removeLotFiles(settings.lotsDirectory, lotId);
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
    case "claimed":
      return { ...lot, stage: lot.delivery ? "computed" : "claimed", claim: standing.claim };
    case "submitted":
      return { ...lot, stage: "submitted" };
    case "elsewhere":
      return {
        ...lot,
        stage: "seen",
        retryAt: Date.now() + Math.max(standing.leftSeconds * 1000, lookAgainMs),
        note: "another node has it",
      };
    case "final":
      return { ...lot, stage: "final", note: "" };
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
  jobState: JobState,
): Promise<Standing> {
  switch (chain.state) {
    case "open": {
      const ours = lot.stage === "claimed" || lot.stage === "computed" || lot.stage === "submitted";
      if (ours && (await stillComes(node, purpose("claim", lot)))) return { kind: "unclear" };
      if (jobState !== "live") return { kind: "over", because: `the job is ${jobState}` };
      return { kind: "open", openedAt: chain.time || job.terms.postedAt };
    }
    case "claimed": {
      if (lot.stage === "submitted" && (await stillComes(node, purpose("submit", lot))))
        return { kind: "unclear" };
      const claim = await ourClaim(node, lot, job, chain);
      if (claim) return { kind: "claimed", claim, due: chain.time };
      return elsewhere(node, chain, chain.time, jobState);
    }
    case "submitted": {
      const { claim, submission } = lot;
      if (claim && submission && submissionCommitment(claim, submission) === chain.commitment)
        return { kind: "submitted", submittedAt: chain.time };
      const finality = node.deployment.rules.classes[job.terms.order.finalityClass];
      const span = (finality?.windowSeconds ?? 0) + (finality?.graceSeconds ?? 0);
      return elsewhere(node, chain, chain.time + span, jobState);
    }
    case "final":
      return lot.stage === "submitted" ? { kind: "final" } : { kind: "over", because: "it is final" };
    case "refunded":
      return { kind: "over", because: "it was refunded" };
  }
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
  const found = await node.escrow.claimFor(lot.lotId, chain.attempt, job.postedBlock, node.machineKey);
  return matches(found) ? found : undefined;
}
