import { type Context, ponder } from "ponder:registry";
import { attestation, lot } from "ponder:schema";
import { quorumOf } from "@graphiti/protocol/panel.ts";
import { isObjection } from "@graphiti/protocol/seal.ts";
import { jobIdOf } from "@graphiti/protocol/terms.ts";
import { zeroAddress } from "viem";
import { addCredits, type Credit, changeOperator } from "./ledger.ts";
import { jobRow, lotRow } from "./ledger-rows.ts";
import { addLock, releaseLock } from "./locks.ts";
import { type EscrowEvent, record, recordOperator } from "./timeline.ts";

ponder.on("JobEscrow:Attested", async ({ event, context }) => {
  const { lotId, operator, key, attempt, seed, seal, age } = event.args;
  const jobId = jobIdOf(lotId);
  const { timestamp: at } = event.block;
  const { seals, isCold, price } = await lotRow(context, lotId);
  await context.db.insert(attestation).values({
    lotId,
    attempt,
    seat: seals,
    jobId,
    operator,
    key,
    age,
    seal,
    hash: event.transaction.hash,
    at,
  });
  await context.db.update(lot, { id: lotId }).set({
    seals: seals + 1,
    seed: BigInt(seed),
    target: null,
    isCold: isCold || (await comesCold(context, jobId, seals, age)),
  });
  const amount = price ?? 0n;
  await addLock(context, { lotId, operator, kind: "seal", amount, at });
  await record(context, event, { jobId, lotId, kind: "attested", attempt, actor: operator });
  await recordOperator(context, event, { operator, kind: "attested", lotId, key, amount });
});

ponder.on("JobEscrow:AttestationSkipped", async ({ event, context }) => {
  const { lotId, operator, reason } = event.args;
  await recordOperator(context, event, { operator, kind: "passedBy", lotId, reason });
});

ponder.on("JobEscrow:DrawRetargeted", async ({ event, context }) => {
  const { lotId, target } = event.args;
  await context.db.update(lot, { id: lotId }).set({ target });
});

ponder.on("JobEscrow:AttestersPaid", async ({ event, context }) => {
  const { lotId, attempt, agreed, pays } = event.args;
  await settle(context, event, { lotId, attempt, pays, agreedMask: agreed });
});

ponder.on("JobEscrow:ObjectorsPaid", async ({ event, context }) => {
  const { lotId, attempt, pays, burned } = event.args;
  await settle(context, event, { lotId, attempt, pays, burned });
});

type Settled = {
  lotId: bigint;
  attempt: number;
  pays: readonly bigint[];
  /** One bit for each seat; undefined where the vote did not carry. */
  agreedMask?: number;
  burned?: bigint;
};

/** Ends a panel: frees every seat's lock, and credits those who are paid. */
async function settle(context: Context, event: EscrowEvent, panel: Settled): Promise<void> {
  const { lotId, attempt, pays, agreedMask, burned = 0n } = panel;
  const credits: Credit[] = [];
  for (const [seat, pay] of pays.entries()) {
    const agreed = agreedMask === undefined ? null : Boolean(agreedMask & (1 << seat));
    const { operator, seal } = await context.db
      .update(attestation, { lotId, attempt, seat })
      .set({ agreed, pay });
    const wasRight = agreed ?? isObjection(seal);
    await releaseLock(context, lotId, operator);
    await changeOperator(context, operator, (row) => ({
      checkedLots: row.checkedLots + (wasRight ? 1 : 0),
      differedLots: row.differedLots + (wasRight ? 0 : 1),
      earned: row.earned + pay,
    }));
    credits.push({ account: operator, reason: "check", amount: pay, lotId });
    if (pay > 0n)
      await recordOperator(context, event, { operator, kind: "paidForCheck", lotId, amount: pay }, seat);
  }
  credits.push({ account: zeroAddress, reason: "burned", amount: burned, lotId });
  await addCredits(context, event, credits);
}

/** Whether the seal came after the window, with too few before it: then the cold window decides. */
async function comesCold(context: Context, jobId: bigint, sealsBefore: number, age: bigint) {
  const { attesters, finalityClass } = await jobRow(context, jobId);
  const { abi, address } = context.contracts.JobEscrow;
  const functionName = "finalityClasses";
  const classes = await context.client.readContract({ abi, address, functionName, cache: "immutable" });
  const windowSeconds = classes[finalityClass]?.windowSeconds ?? 0;
  return age >= BigInt(windowSeconds) && sealsBefore < quorumOf(attesters);
}
