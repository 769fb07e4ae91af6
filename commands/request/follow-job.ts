import { setTimeout as delay } from "node:timers/promises";
import { type JobState, jobStates, type LotState, lotStates } from "@graphiti/protocol/states.ts";
import { type Claim, lotIdOf, noClaim, noSubmission, type Submission } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import type { EscrowSession } from "./escrow-session.ts";
import type { PostedJob } from "./post-job.ts";

export type Outcome = { kind: "minted" | "refunded"; transactions: JobTransaction[] };
export type JobTransaction = { call: string; hash: Hex; gas: bigint };

const pollMilliseconds = 300;
const callOf: Partial<Record<string, string>> = {
  Claimed: "claim",
  Submitted: "submit",
  Finalised: "finalise",
  Expired: "expire",
};

async function lotLogs(session: EscrowSession, job: PostedJob) {
  const lotId = lotIdOf(job.jobId, 0);
  const logs = await session.reader.getContractEvents({
    ...session.escrow,
    fromBlock: job.block,
    strict: true,
  });
  return logs.filter((log) => "lotId" in log.args && log.args.lotId === lotId);
}

/** The transactions of a job from its post on, with the gas that each used. */
async function transactionsOf(session: EscrowSession, job: PostedJob): Promise<JobTransaction[]> {
  const logs = await lotLogs(session, job);
  const calls: { call: string; hash: Hex }[] = [{ call: "post", hash: job.transaction }];
  for (const log of logs) {
    const call = callOf[log.eventName];
    if (call) calls.push({ call, hash: log.transactionHash });
  }
  return Promise.all(
    calls.map(async ({ call, hash }) => {
      const { gasUsed } = await session.reader.getTransactionReceipt({ hash });
      return { call, hash, gas: gasUsed };
    }),
  );
}

/** The claim and submission that the lot stands on now, as its last events tell them. */
async function lastRecords(session: EscrowSession, job: PostedJob, state: LotState) {
  let claim: Claim = noClaim;
  let submission: Submission = noSubmission;
  for (const log of await lotLogs(session, job)) {
    if (log.eventName === "Claimed")
      claim = { operator: log.args.operator, price: log.args.price, openSeconds: log.args.openSeconds };
    if (log.eventName === "Submitted") {
      const { outputRoot, metadataDigest, seal } = log.args;
      submission = { outputRoot, metadataDigest, seal };
    }
  }
  return { claim, submission: state === "submitted" ? submission : noSubmission };
}

/** Once the deadline is past: one step towards the artist's money, if one can be taken now. */
async function takeBackStep(session: EscrowSession, job: PostedJob, jobState: JobState, lot: LotState) {
  const lotId = lotIdOf(job.jobId, 0);
  const empty = { claim: noClaim, submission: noSubmission };
  const { claim, submission } = lot === "open" ? empty : await lastRecords(session, job, lot);
  const step =
    lot === "open" && jobState === "live"
      ? { functionName: "close", args: [job.terms, job.jobId] as const }
      : { functionName: "expire", args: [job.terms, lotId, claim, submission] as const };
  const allowed = await session.reader
    // biome-ignore lint/suspicious/noExplicitAny: name and arguments are paired just above
    .simulateContract({ ...session.escrow, account: session.account, ...step } as any)
    .then(() => true)
    .catch(() => false);
  if (allowed) await session.send(step);
}

/**
 * Watches a job to its end on the chain itself. After its deadline the money is taken back:
 * the job is closed, its lot refunded and the credit withdrawn.
 */
export async function followJob(
  session: EscrowSession,
  job: PostedJob,
  onState: (state: LotState) => void,
): Promise<Outcome> {
  const lotId = lotIdOf(job.jobId, 0);
  let seen: LotState | undefined;
  for (;;) {
    const { escrow, reader } = session;
    // Both at one block: a finalise between two reads would look like a lot without its token.
    const blockNumber = await reader.getBlockNumber();
    const [{ state: jobCode }, { state: lotCode }] = await Promise.all([
      reader.readContract({ ...escrow, functionName: "jobs", args: [job.jobId], blockNumber }),
      reader.readContract({ ...escrow, functionName: "lots", args: [lotId], blockNumber }),
    ]);
    const jobState = jobStates[jobCode] as JobState;
    const lotState = lotStates[lotCode] as LotState;
    if (lotState !== seen) onState(lotState);
    seen = lotState;
    if (jobState === "minted") return { kind: "minted", transactions: await transactionsOf(session, job) };
    if (lotState === "refunded" || (lotState === "final" && jobState === "closed")) {
      await session.send({ functionName: "withdraw", args: [session.account.address] });
      return { kind: "refunded", transactions: await transactionsOf(session, job) };
    }
    if ((await session.nowSeconds()) > job.terms.order.deadline)
      await takeBackStep(session, job, jobState, lotState);
    await delay(pollMilliseconds);
  }
}
