import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { seal } from "@graphiti/protocol/seal.ts";
import {
  type Claim,
  isAssembly,
  lotIndexOf,
  lotTiles,
  makesFile,
  type Order,
  type Submission,
  shapeOf,
  type Terms,
  type Work,
} from "@graphiti/protocol/terms.ts";
import {
  type Address,
  concat,
  type Hash,
  type Hex,
  keccak256,
  parseEther,
  parseEventLogs,
  type TransactionReceipt,
  toHex,
  zeroHash,
} from "viem";
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
    operatorShareBps: 0,
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
  { at = job.postedAt + 60, lotId = job.lotId }: { at?: number; lotId?: bigint } = {},
): Promise<{ claim: Claim; due: number; hash: Hash }> {
  await stage.nextAt(at);
  const hash = await stage.escrow.write.claim([job.terms, lotId, 0n], { account: stage.key.account });
  const { logs } = await stage.receipt(hash);
  const [claimed] = parseEventLogs({ abi: jobEscrowAbi, logs, eventName: "Claimed" });
  if (!claimed) throw new Error("claim left no event");
  const { operator, price, openSeconds, due } = claimed.args;
  return { claim: { operator, price, openSeconds }, due: Number(due), hash };
}

/** The probe of a lot is the digest of its tiles' probes. */
export const probesOf = (tiles: number): { tileProbes: Hex[]; probe: Hex } => {
  const tileProbes = Array.from({ length: tiles }, (_, tile) => digest(`probe ${tile}`));
  return { tileProbes, probe: keccak256(concat(tileProbes)) };
};

/** One probe for each tile of a lot; the assembly lot has one in all. */
export function probeCount(job: Job, lotId: bigint): number {
  const [shape, index] = [shapeOf(job.terms), lotIndexOf(lotId)];
  return isAssembly(shape, index) ? 1 : lotTiles(shape, index);
}

export type Result = Pick<Submission, "outputRoot" | "metadataDigest" | "seal">;

/** What an honest node submits for a lot: roots, and a seal over the probes of all its tiles. */
export function resultFor(
  stage: Stage,
  job: Job,
  operator: Address,
  attempt = 0,
  lotId = job.lotId,
  { probe } = probesOf(probeCount(job, lotId)),
): Result {
  const shape = shapeOf(job.terms);
  const index = lotIndexOf(lotId);
  const outputRoot = digest(`output root ${index}`);
  const metadataDigest = makesFile(shape, index) ? digest(`metadata ${job.jobId}`) : zeroHash;
  const binding = { chainId: stage.chainId, escrow: stage.escrow.address, lotId, attempt, operator };
  return { outputRoot, metadataDigest, seal: seal({ ...binding, outputRoot, metadataDigest, probe }) };
}

export async function submitJob(
  stage: Stage,
  job: Job,
  claim: Claim,
  {
    at,
    attempt = 0,
    result,
    lotId = job.lotId,
  }: { at?: number; attempt?: number; result?: Result; lotId?: bigint } = {},
): Promise<{ submission: Submission; submittedAt: number; hash: Hash }> {
  const submittedAt = at ?? (await stage.now()) + 20;
  const { outputRoot, metadataDigest, seal } =
    result ?? resultFor(stage, job, claim.operator, attempt, lotId);
  await stage.nextAt(submittedAt);
  const hash = await stage.escrow.write.submit([job.terms, lotId, claim, outputRoot, metadataDigest, seal], {
    account: stage.key.account,
  });
  const { logs } = await stage.receipt(hash);
  const [submitted] = parseEventLogs({ abi: jobEscrowAbi, logs, eventName: "Submitted" });
  if (!submitted) throw new Error("submit left no event");
  return { submission: submitted.args.submission, submittedAt, hash };
}

export async function finaliseJob(
  stage: Stage,
  job: Job,
  claim: Claim,
  submission: Submission,
  { at, lotId = job.lotId, opened = false }: { at: number; lotId?: bigint; opened?: boolean },
): Promise<Hash> {
  const { probe, tileProbes } = probesOf(probeCount(job, lotId));
  await stage.nextAt(at);
  return stage.escrow.write.finalise([job.terms, lotId, claim, submission, probe, opened ? tileProbes : []], {
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
