import type { JobState, LotState } from "@graphiti/protocol/states.ts";
import { noClaim, noSubmission } from "@graphiti/protocol/terms.ts";
import type { EscrowSession } from "./escrow-session.ts";
import { lotRecords } from "./lot-records.ts";
import type { PostedJob } from "./post-job.ts";

export type Lot = { lotId: bigint; state: LotState };

const ended: ReadonlySet<LotState> = new Set(["final", "refunded"]);

/** Once the deadline is past: one step towards the artist's money, if one can be taken now. */
export async function takeBackStep(
  session: EscrowSession,
  job: PostedJob,
  jobState: JobState,
  lots: readonly Lot[],
): Promise<void> {
  if (jobState === "live") {
    // Lots in flight may still become a token, so only a job that waits for somebody is closed.
    if (lots.some(({ state }) => state === "open"))
      await session.send({ functionName: "close", args: [job.terms, job.jobId] });
    return;
  }
  const records = await lotRecords(session, job);
  const nothing = { claim: noClaim, submission: noSubmission };
  for (const { lotId, state } of lots) {
    if (ended.has(state)) continue;
    const expiry = { lotId, ...(state === "open" ? nothing : (records.get(lotId) ?? nothing)) };
    const step = { functionName: "expire", args: [job.terms, [expiry]] } as const;
    const allowed = await session.reader
      .simulateContract({ ...session.escrow, account: session.account, ...step })
      .then(() => true)
      .catch(() => false);
    if (allowed) await session.send(step);
  }
}
