import { noSubmission } from "@graphiti/protocol/terms.ts";
import { considerLot } from "./claim.ts";
import type { NodeContext } from "./node-context.ts";
import { purpose, type Reconciled } from "./reconcile.ts";

/**
 * Looks at a lot that another operator has claimed or submitted and then left lying until their time was over. If it
 * is worth claiming, and its input is here and verified, it is opened again: nobody else has to.
 */
export async function reopenLot(node: NodeContext, { lot, job, standing }: Reconciled): Promise<void> {
  if (standing.kind !== "elsewhere" || standing.leftSeconds > 0) return;
  const { escrow, events, calls, outbox, log, journal } = node;
  const { lotId, attempt } = lot;
  const claim = await events.claimFor(lotId, attempt, job.postedBlock);
  const submission = standing.isSubmitted
    ? (await events.handedIn(lotId, attempt, job.postedBlock))?.submission
    : noSubmission;
  if (!claim || !submission) return;
  const reopen = async () => {
    node.checkpoint("to reopen");
    const mined = await outbox.send(purpose("expire", lot), () =>
      calls.expire(job.terms, [{ lotId, claim, submission }]),
    );
    if (!mined.succeeded) return;
    log.info({ lot: lotId.toString() }, "opened a lot that another node has left lying");
    journal.lots.put({ ...lot, retryAt: 0 });
  };
  // The contract takes the price up again where it stood when the lot was claimed.
  const openedAt = (await escrow.nowSeconds()) - claim.openSeconds;
  await considerLot(node, { lot, job, openedAt, reopen });
}
