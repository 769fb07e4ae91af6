import { classOf } from "@graphiti/protocol/escrow-rules.ts";
import { runningWindowSeconds } from "@graphiti/protocol/panel.ts";
import type { Expiry } from "@graphiti/protocol/terms.ts";
import type { ChainPanel } from "../chain/escrow.ts";
import type { AttestationRow } from "../journal/attestation-rows.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import { forgetCheck } from "./attest.ts";
import { eachApart } from "./each-apart.ts";
import { finaliseForWorker, type Sealed } from "./finalise-for-worker.ts";
import type { NodeContext } from "./node-context.ts";

const lookAgainMs = 1_000;

/**
 * Sees to the lots that this node has sealed: their stake is locked, and nobody is paid, until they are final or given
 * back. Gives back all of a job whose grace is over, in one transaction, then finalises lots whose workers do not.
 * @throws what the first lot has failed with that could not be finalised, after all others were looked at
 */
export async function followSeals(node: NodeContext): Promise<void> {
  const { attestations, jobs } = node.journal;
  const overdue = new Map<bigint, Sealed[]>();
  const open: { sealed: Sealed; panel: ChainPanel }[] = [];
  for (const row of attestations.due("sealed", Date.now())) {
    const job = jobs.get(row.jobId);
    const lot = await node.escrow.lot(row.lotId);
    const isThere = lot.state === "submitted" && lot.attempt === row.attempt;
    if (!isThere || !job || !row.finding) {
      await settle(node, row, job);
      continue;
    }
    attestations.put({ ...row, retryAt: Date.now() + lookAgainMs });
    const panel = await node.escrow.panel(row.lotId);
    const sealed = { row, finding: row.finding, job };
    if ((await node.escrow.nowSeconds()) >= closesAt(node, sealed, panel))
      overdue.set(row.jobId, [...(overdue.get(row.jobId) ?? []), sealed]);
    else open.push({ sealed, panel });
  }
  for (const lots of overdue.values()) await expireAll(node, lots);
  await eachApart(open, node.stop, ({ sealed, panel }) => finaliseForWorker(node, sealed, panel));
}

function closesAt({ deployment }: NodeContext, { finding, job }: Sealed, panel: ChainPanel): number {
  const { attesters, finalityClass } = job.terms.order;
  const votes = { attesters, seals: panel.seats.length, isCold: panel.isCold };
  const { rules } = deployment;
  const { graceSeconds } = classOf(rules, finalityClass);
  return finding.submittedAt + runningWindowSeconds(rules, finalityClass, votes) + graceSeconds;
}

async function expireAll(node: NodeContext, lots: readonly Sealed[]): Promise<void> {
  const [first] = lots;
  if (!first) return;
  const expiries = lots.map(
    ({ row, finding }): Expiry => ({
      lotId: row.lotId,
      claim: finding.claim,
      submission: finding.submission,
    }),
  );
  const names = lots.map(({ row }) => `${row.lotId}.${row.attempt}`).join("+");
  const mined = await node.outbox.send(`expire:${names}`, () => node.calls.expire(first.job.terms, expiries));
  if (mined.succeeded) node.log.info({ lots: names }, "gave back what others had not finished in time");
}

/** The lot has left its panel: what the seal has earned is known. */
async function settle(node: NodeContext, row: AttestationRow, job: KnownJob | undefined): Promise<void> {
  const pays = job && (await node.events.seatPays(row.lotId, row.attempt, job.postedBlock));
  const payWei = pays?.[row.finding?.seat ?? -1] ?? 0n;
  node.metrics.earnedWei.inc({ by: "checks" }, Number(payWei));
  node.journal.attestations.put({ ...row, stage: "settled", payWei });
  await forgetCheck(node, row);
}
