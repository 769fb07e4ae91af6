import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { seal } from "@graphiti/protocol/seal.ts";
import type { Claim, Order, Submission, Terms, Work } from "@graphiti/protocol/terms.ts";
import { type Hash, parseEther, parseEventLogs, type TransactionReceipt, toHex } from "viem";
import type { Stage } from "./stage.ts";

export const digest = (text: string) => toHex(text, { size: 32 });
export const inputCid = `b${"a".repeat(58)}`;

export type Job = { jobId: bigint; lotId: bigint; terms: Terms; work: Work; postedAt: number; hash: Hash };

export type Wishes = { order?: Partial<Order>; work?: Partial<Work>; cid?: string; value?: bigint };

/** A picture of 2 × 2 tiles in one lot, 1 to 2 ether in ten minutes, royalty 5 % to the artist. */
export function workOf(stage: Stage, wishes: Partial<Work> = {}): Work {
  return {
    serviceId: stage.serviceId,
    width: 1024,
    height: 600,
    hasAlpha: false,
    params: digest("params"),
    inputRoot: digest("input root"),
    inputDigest: digest("input"),
    cardDigest: digest("card"),
    ...wishes,
  };
}

export function orderOf(stage: Stage, postedAt: number, wishes: Partial<Order> = {}): Order {
  return {
    deadline: postedAt + 86_400,
    tilesPerLot: 4,
    minPrice: parseEther("1"),
    maxPrice: parseEther("2"),
    rampSeconds: 600,
    claimSeconds: 200,
    finalityClass: 0,
    attesters: 0,
    sampleTiles: 0,
    recipient: stage.recipient.account.address,
    royaltyBps: 500,
    royaltyReceiver: stage.artist.account.address,
    ...wishes,
  };
}

/** Sends a post at second `postedAt`; what it reverts with is the caller's to expect. */
export async function sendPost(stage: Stage, postedAt: number, wishes: Wishes = {}): Promise<Hash> {
  const order = orderOf(stage, postedAt, wishes.order);
  await stage.nextAt(postedAt);
  return stage.escrow.write.post([order, workOf(stage, wishes.work), wishes.cid ?? inputCid], {
    account: stage.artist.account,
    value: wishes.value ?? order.maxPrice,
  });
}

export async function postJob(stage: Stage, wishes: Wishes = {}): Promise<Job> {
  const hash = await sendPost(stage, (await stage.now()) + 10, wishes);
  const { logs } = await stage.receipt(hash);
  const [posted] = parseEventLogs({ abi: jobEscrowAbi, logs, eventName: "Posted" });
  if (!posted) throw new Error("post left no event");
  const { jobId, terms, work } = posted.args;
  return { jobId, lotId: jobId << 16n, terms, work, postedAt: terms.postedAt, hash };
}

/** Claims `openSeconds` after the job was posted (or at a given second). */
export async function claimJob(
  stage: Stage,
  job: Job,
  { at = job.postedAt + 60 }: { at?: number } = {},
): Promise<{ claim: Claim; due: number; hash: Hash }> {
  await stage.nextAt(at);
  const hash = await stage.escrow.write.claim([job.terms, job.lotId, 0n], { account: stage.key.account });
  const { logs } = await stage.receipt(hash);
  const [claimed] = parseEventLogs({ abi: jobEscrowAbi, logs, eventName: "Claimed" });
  if (!claimed) throw new Error("claim left no event");
  const { operator, price, openSeconds, due } = claimed.args;
  return { claim: { operator, price, openSeconds }, due: Number(due), hash };
}

export const probe = digest("probe");

export async function submissionFor(stage: Stage, job: Job, claim: Claim, attempt = 0): Promise<Submission> {
  const parts = { outputRoot: digest("output root"), metadataDigest: digest(`metadata ${job.jobId}`) };
  return {
    ...parts,
    seal: seal({
      chainId: stage.chainId,
      escrow: stage.escrow.address,
      lotId: job.lotId,
      attempt,
      operator: claim.operator,
      probe,
      ...parts,
    }),
  };
}

export async function submitJob(
  stage: Stage,
  job: Job,
  claim: Claim,
  { at, attempt = 0, submission }: { at?: number; attempt?: number; submission?: Submission } = {},
): Promise<{ submission: Submission; submittedAt: number; hash: Hash }> {
  const submittedAt = at ?? (await stage.now()) + 20;
  const given = submission ?? (await submissionFor(stage, job, claim, attempt));
  await stage.nextAt(submittedAt);
  const hash = await stage.escrow.write.submit([job.terms, job.lotId, claim, given], {
    account: stage.key.account,
  });
  return { submission: given, submittedAt, hash };
}

export async function finaliseJob(
  stage: Stage,
  job: Job,
  claim: Claim,
  submission: Submission,
  { at }: { at: number },
): Promise<Hash> {
  await stage.nextAt(at);
  return stage.escrow.write.finalise([job.terms, job.lotId, claim, submission, probe], {
    account: stage.key.account,
  });
}

/** A job from post to token, with the receipt of each call. */
export async function mintJob(stage: Stage, wishes: Wishes = {}) {
  const job = await postJob(stage, wishes);
  const claimed = await claimJob(stage, job);
  const submitted = await submitJob(stage, job, claimed.claim);
  const at = submitted.submittedAt + stage.windowSeconds;
  const finalised = await finaliseJob(stage, job, claimed.claim, submitted.submission, { at });
  const receipts: Record<string, TransactionReceipt> = {
    post: await stage.receipt(job.hash),
    claim: await stage.receipt(claimed.hash),
    submit: await stage.receipt(submitted.hash),
    finalise: await stage.receipt(finalised),
  };
  return { job, claim: claimed.claim, submission: submitted.submission, finalisedAt: at, receipts };
}
