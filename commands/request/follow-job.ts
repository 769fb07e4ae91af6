import { setTimeout as delay } from "node:timers/promises";
import { jobStates, lotStates } from "@graphiti/protocol/states.ts";
import { lotCount, lotIdOf, shapeOf } from "@graphiti/protocol/terms.ts";
import type { EscrowSession } from "./escrow-session.ts";
import { type JobTransaction, transactionsOf } from "./lot-records.ts";
import type { PostedJob } from "./post-job.ts";
import { type Lot, takeBackStep } from "./take-back.ts";

export type Outcome = { kind: "minted" | "refunded"; transactions: JobTransaction[] };

const pollMilliseconds = 300;

/** The job and all its lots at one block: a finalise between two reads would look like a lot without its token. */
async function readJob({ reader, escrow }: EscrowSession, job: PostedJob) {
  const blockNumber = await reader.getBlockNumber();
  const lotIds = Array.from({ length: lotCount(shapeOf(job.terms)) }, (_, index) =>
    lotIdOf(job.jobId, index),
  );
  const [{ state }, lots] = await Promise.all([
    reader.readContract({ ...escrow, functionName: "jobs", args: [job.jobId], blockNumber }),
    Promise.all(
      lotIds.map((lotId) =>
        reader.readContract({ ...escrow, functionName: "lots", args: [lotId], blockNumber }),
      ),
    ),
  ]);
  return {
    jobState: jobStates[state] ?? "none",
    lots: lots.map(
      (lot, index): Lot => ({
        lotId: lotIds[index] ?? 0n,
        state: lotStates[lot.state] ?? "open",
      }),
    ),
  };
}

/**
 * Watches a job to its end on the chain itself. After its deadline the money is taken back:
 * the job is closed, its lots refunded and the credit withdrawn.
 * @param onChange told of all lots whenever the state of one has changed
 */
export async function followJob(
  session: EscrowSession,
  job: PostedJob,
  onChange: (lots: readonly Lot[]) => void,
): Promise<Outcome> {
  let seen = "";
  for (;;) {
    const { jobState, lots } = await readJob(session, job);
    const now = lots.map(({ state }) => state).join();
    if (now !== seen) onChange(lots);
    seen = now;
    if (jobState === "minted") return { kind: "minted", transactions: await transactionsOf(session, job) };
    const isOver = lots.every(({ state }) => state === "refunded" || state === "final");
    if (jobState === "closed" && isOver) {
      await session.send({ functionName: "withdraw", args: [session.account.address] });
      return { kind: "refunded", transactions: await transactionsOf(session, job) };
    }
    if ((await session.nowSeconds()) > job.terms.order.deadline)
      await takeBackStep(session, job, jobState, lots);
    await delay(pollMilliseconds);
  }
}
