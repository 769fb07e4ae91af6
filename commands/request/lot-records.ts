import { type Claim, jobIdOf, noClaim, noSubmission, type Submission } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import type { EscrowSession } from "./escrow-session.ts";
import type { PostedJob } from "./post-job.ts";

/** `afterSeconds` counts from the post, by the clock of the chain. */
export type JobTransaction = { call: string; hash: Hex; gas: bigint; afterSeconds: number };
export type LotRecord = { claim: Claim; submission: Submission };

const callOf: Partial<Record<string, string>> = {
  Claimed: "claim",
  Submitted: "submit",
  Attested: "attest",
  Finalised: "finalise",
  Expired: "expire",
};

async function jobLogs(session: EscrowSession, job: PostedJob) {
  const logs = await session.reader.getContractEvents({
    ...session.escrow,
    fromBlock: job.block,
    strict: true,
  });
  return logs.flatMap((log) =>
    "lotId" in log.args && jobIdOf(log.args.lotId) === job.jobId ? [{ log, lotId: log.args.lotId }] : [],
  );
}

/** The transactions of a job from its post on: when they came, and what gas each used. */
export async function transactionsOf(session: EscrowSession, job: PostedJob): Promise<JobTransaction[]> {
  const calls = new Map<Hex, string>([[job.transaction, "post"]]);
  for (const { log } of await jobLogs(session, job)) {
    const call = callOf[log.eventName];
    if (call && !calls.has(log.transactionHash)) calls.set(log.transactionHash, call);
  }
  return Promise.all(
    [...calls].map(async ([hash, call]) => {
      const { gasUsed, blockNumber } = await session.reader.getTransactionReceipt({ hash });
      const { timestamp } = await session.reader.getBlock({ blockNumber });
      return { call, hash, gas: gasUsed, afterSeconds: Number(timestamp) - job.terms.postedAt };
    }),
  );
}

/** The claim and submission that each lot stands on now, as its last events tell them. */
export async function lotRecords(session: EscrowSession, job: PostedJob): Promise<Map<bigint, LotRecord>> {
  const records = new Map<bigint, LotRecord>();
  for (const { log, lotId } of await jobLogs(session, job)) {
    if (log.eventName === "Claimed") {
      const { operator, price, openSeconds } = log.args;
      records.set(lotId, { claim: { operator, price, openSeconds }, submission: noSubmission });
    }
    if (log.eventName === "Submitted")
      records.set(lotId, {
        claim: records.get(lotId)?.claim ?? noClaim,
        submission: log.args.submission,
      });
    if (log.eventName === "Expired") records.delete(lotId);
  }
  return records;
}
