import { zeroAddress } from "viem";
import { termsHash } from "./digests.ts";
import { cutOf } from "./money.ts";
import { type Job, JobState, type Lot, type Terms } from "./records.ts";
import { refuse } from "./revert.ts";
import type { Context, World } from "./world.ts";

/** The first checks of every call about a job or a lot. */

export function jobOf(world: World, terms: Terms, jobId: bigint): Job {
  const job = world.jobs.get(jobId);
  if (job.state === JobState.None || job.termsHash !== termsHash(terms)) refuse("TermsMismatch");
  return job;
}

export type Place = { jobId: bigint; index: number; job: Job; lot: Lot };

export function lotOf(world: World, terms: Terms, lotId: bigint): Place {
  const jobId = lotId >> 16n;
  const index = Number(lotId & 0xffffn);
  const job = jobOf(world, terms, jobId);
  if (index >= cutOf(terms).lotCount) refuse("UnknownLot", lotId);
  return { jobId, index, job, lot: world.lots.get(lotId) };
}

export function wantJob(job: Job, wants: number): void {
  if (job.state !== wants) refuse("WrongJobState", job.state, wants);
}

export function wantLot(lot: Lot, wants: number): void {
  if (lot.state !== wants) refuse("WrongLotState", lot.state, wants);
}

export function callersOperator(world: World, { from }: Context): `0x${string}` {
  const operator = world.operatorOf.get(from);
  if (operator === zeroAddress) refuse("NotAKey", from);
  return operator;
}

/** A lot can be opened again 65,535 times. */
export function refuseWornOut(lot: Lot, lotId: bigint): void {
  if (lot.attempt === 0xffff) refuse("AttemptsExhausted", lotId);
}
