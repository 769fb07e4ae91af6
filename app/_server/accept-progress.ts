import { fail } from "@graphiti/protocol/errors.ts";
import {
  type Progress,
  type ProgressDomain,
  progressSchema,
  recoverProgress,
} from "@graphiti/protocol/progress.ts";
import { jobIdOf } from "@graphiti/protocol/terms.ts";
import { type Address, type Hex, isAddressEqual } from "viem";
import { z } from "zod";
import type { JobView, LotView } from "../_data/views.ts";
import type { ReportedProgress } from "./progress-hub.ts";

const envelope = z.object({
  progress: progressSchema,
  signature: z
    .string()
    .regex(/^0x[0-9a-fA-F]{130}$/)
    .transform((text) => text as Hex),
});

const oldestMs = 5 * 60_000;
const clockSkewMs = 60_000;

/** What a report is checked against; injected, so that tests need neither chain nor index. */
export type ProgressWitness = {
  domain: ProgressDomain;
  nowMs: number;
  jobOf(jobId: string): Promise<JobView | undefined>;
  /** The operator that the key works for now. */
  operatorOf(key: Address): Promise<Address | undefined>;
};

function refuse(message: string): never {
  fail("PROGRESS_REFUSED", message);
}

async function mayReport(signer: Address, lot: LotView, witness: ProgressWitness): Promise<boolean> {
  if (lot.key && isAddressEqual(signer, lot.key)) return true;
  const operator = await witness.operatorOf(signer);
  // Before the claim any node may say that it is looking; afterwards only keys of the one that claimed.
  return operator !== undefined && (lot.operator === undefined || isAddressEqual(operator, lot.operator));
}

function guardTimes(progress: Progress, nowMs: number): void {
  if (nowMs - progress.sentAt > oldestMs) refuse("The report is older than five minutes.");
  if (progress.sentAt - nowMs > clockSkewMs) refuse("The report comes from the future.");
}

/** A hub keeps the highest attempt it heard of: one that is made up would silence every true report after it. */
function guardLot(progress: Progress, job: JobView, lot: LotView): void {
  if (progress.attempt > lot.attempt)
    fail("NOT_FOUND", "This gallery knows no such attempt yet.", { retryable: true });
  if (progress.attempt < lot.attempt) refuse("The report is about an attempt that has ended.");
  if (progress.tiles !== job.tiles && progress.tiles !== lot.tiles)
    refuse("The report counts other tiles than the job has.");
}

/**
 * Checks a node's report: its form, its age, and that it is signed by a key of the node that works on the lot.
 * @throws BAD_INPUT, PROGRESS_REFUSED, NOT_FOUND
 */
export async function acceptProgress(body: unknown, witness: ProgressWitness): Promise<ReportedProgress> {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    fail("BAD_INPUT", `Not a progress report: ${issue?.path.join(".")} ${issue?.message}.`);
  }
  const { progress, signature } = parsed.data;
  if (jobIdOf(BigInt(progress.lotId)).toString() !== progress.jobId)
    fail("BAD_INPUT", "The lot belongs to another job.");
  if (progress.tilesDone > progress.tiles) fail("BAD_INPUT", "More tiles are done than there are.");
  guardTimes(progress, witness.nowMs);
  const signer = await recoverProgress(witness.domain, progress, signature).catch(() =>
    refuse("The signature cannot be read."),
  );
  const job = await witness.jobOf(progress.jobId);
  const lot = job?.lots.find((each) => each.lotId === progress.lotId);
  if (!job || !lot) fail("NOT_FOUND", "This gallery knows no such lot yet.", { retryable: true });
  guardLot(progress, job, lot);
  if (!(await mayReport(signer, lot, witness))) refuse("The report is not signed by the node at work.");
  return { ...progress, key: signer, receivedAt: witness.nowMs };
}
