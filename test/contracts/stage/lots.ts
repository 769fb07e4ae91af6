import {
  type Claim,
  lotCount,
  lotIdOf,
  type Order,
  type Submission,
  shapeOf,
} from "@graphiti/protocol/terms.ts";
import type { Hash } from "viem";
import { claimJob, type Job, postJob, probeCount, probesOf, submitJob } from "./jobs.ts";
import type { Stage } from "./stage.ts";

/** A lot on its way, with all that calls want to be told of it. */
export type SubmittedLot = {
  job: Job;
  lotId: bigint;
  attempt: number;
  claim: Claim;
  submission: Submission;
  submittedAt: number;
};

export const lotIdsOf = (job: Job): bigint[] =>
  Array.from({ length: lotCount(shapeOf(job.terms)) }, (_, index) => lotIdOf(job.jobId, index));

/** Claims and submits a lot of any job, in the next seconds. */
export async function bringLot(
  stage: Stage,
  job: Job,
  { lotId = job.lotId, attempt = 0, at }: { lotId?: bigint; attempt?: number; at?: number } = {},
): Promise<SubmittedLot> {
  const { claim } = await claimJob(stage, job, { at: at ?? (await stage.now()) + 10, lotId });
  const { submission, submittedAt } = await submitJob(stage, job, claim, { attempt, lotId });
  return { job, lotId, attempt, claim, submission, submittedAt };
}

/** A job of one lot, submitted, that wants seals. Its deadline is so far off that the cold window fits. */
export async function submittedLot(
  stage: Stage,
  attesters = 2,
  order: Partial<Order> = {},
): Promise<SubmittedLot> {
  const deadline = (await stage.now()) + 30 * 86_400;
  const job = await postJob(stage, { order: { attesters, sampleTiles: 2, deadline, ...order } });
  return bringLot(stage, job, { at: job.postedAt + 60 });
}

/** Finalises with the probes that were sealed, by nobody in particular. */
export async function finaliseLot(
  stage: Stage,
  { job, lotId, claim, submission }: SubmittedLot,
  at: number,
  { tileProbes, probe } = probesOf(probeCount(job, lotId)),
): Promise<Hash> {
  await stage.nextAt(at);
  return stage.escrow.write.finalise([job.terms, lotId, claim, submission, probe, tileProbes], {
    account: stage.stranger.account,
  });
}

export async function expireLots(stage: Stage, lots: readonly SubmittedLot[], at: number): Promise<Hash> {
  const [first] = lots;
  if (!first) throw new Error("no lots to expire");
  await stage.nextAt(at);
  const expiries = lots.map(({ lotId, claim, submission }) => ({ lotId, claim, submission }));
  return stage.escrow.write.expire([first.job.terms, expiries], { account: stage.stranger.account });
}

/** Brings all lots of tiles to their end, and returns the assembly's id. */
export async function finaliseTiles(stage: Stage, job: Job): Promise<bigint> {
  const [assembly, ...tileLots] = lotIdsOf(job).reverse();
  const lots = [];
  for (const lotId of tileLots) lots.push(await bringLot(stage, job, { lotId }));
  for (const lot of lots) {
    const opensAt = lot.submittedAt + stage.windowSeconds;
    await finaliseLot(stage, lot, Math.max(opensAt, (await stage.now()) + 1));
  }
  if (assembly === undefined) throw new Error("a job has at least one lot");
  return assembly;
}
