import type { JobState } from "@graphiti/protocol/states.ts";
import type { Claim } from "@graphiti/protocol/terms.ts";
import { claimCommitment, submissionCommitment, termsCommitment } from "../chain/commitments.ts";
import type { ChainLot } from "../chain/escrow.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { LotRow } from "../journal/lot-rows.ts";
import type { NodeContext } from "./node-context.ts";

/** Where a lot stands for this node, after journal and chain were brought together. Times in Unix seconds. */
export type Standing =
  | { kind: "open"; openedAt: number }
  /** Ours, to be finished before `due`. */
  | { kind: "claimed"; claim: Claim; due: number }
  /** Ours, waiting for its window. */
  | { kind: "submitted"; submittedAt: number }
  /** Somebody else works on it until about `until`. */
  | { kind: "elsewhere"; until: number }
  /** The chain does not show what the journal knows: it lags, or what was lost is on its way again. */
  | { kind: "unclear" }
  | { kind: "final" }
  | { kind: "over"; because: string };

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
  return { lot, job, standing };
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
      return { ...lot, stage: "seen", retryAt: standing.until * 1000, note: "another node has it" };
    case "final":
      return { ...lot, stage: "final", note: "" };
    case "over":
      return { ...lot, stage: "dropped", note: standing.because };
    case "unclear":
      return lot;
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
      return claim ? { kind: "claimed", claim, due: chain.time } : { kind: "elsewhere", until: chain.time };
    }
    case "submitted": {
      const { claim, submission } = lot;
      if (claim && submission && submissionCommitment(claim, submission) === chain.commitment)
        return { kind: "submitted", submittedAt: chain.time };
      const finality = node.deployment.rules.classes[job.terms.order.finalityClass];
      const span = (finality?.windowSeconds ?? 0) + (finality?.graceSeconds ?? 0);
      return { kind: "elsewhere", until: chain.time + span };
    }
    case "final":
      return lot.stage === "submitted" ? { kind: "final" } : { kind: "over", because: "it is final" };
    case "refunded":
      return { kind: "over", because: "it was refunded" };
  }
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
  const found = await node.escrow.claimBy(node.machineKey, lot.lotId, chain.attempt, job.postedBlock);
  return matches(found) ? found : undefined;
}
