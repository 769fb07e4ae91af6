import { type Context, ponder } from "ponder:registry";
import { credit, creditEntry, type creditReason, operator } from "ponder:schema";
import type { Address } from "viem";
import { type EscrowEvent, partOf, recordOperator } from "./timeline.ts";

export type Credit = {
  account: Address;
  reason: (typeof creditReason.enumValues)[number];
  amount: bigint;
  lotId?: bigint;
};

/** Adds what one event credits, each with where it came from. Nothing is stored for zero. */
export async function addCredits(context: Context, event: EscrowEvent, credits: Credit[]): Promise<void> {
  for (const [nth, given] of credits.entries()) {
    const { account, amount } = given;
    if (amount === 0n) continue;
    await context.db
      .insert(credit)
      .values({ account, amount, earned: amount })
      .onConflictDoUpdate((row) => ({ amount: row.amount + amount, earned: row.earned + amount }));
    await enter(context, event, given, nth);
  }
}

async function enter(context: Context, event: EscrowEvent, entry: Credit, nth = 0): Promise<void> {
  await context.db.insert(creditEntry).values({
    id: partOf(event, nth),
    hash: event.transaction.hash,
    at: event.block.timestamp,
    ...entry,
  });
}

type OperatorRow = typeof operator.$inferSelect;

/** Changes an operator's row, which begins with zeros. */
export async function changeOperator(
  context: Context,
  address: Address,
  change: (row: OperatorRow) => Partial<OperatorRow>,
): Promise<void> {
  const row: OperatorRow = {
    address,
    number: null,
    stake: 0n,
    locked: 0n,
    unbonding: 0n,
    unbondingReadyAt: null,
    raisedAt: null,
    finalLots: 0,
    lateLots: 0,
    checkedLots: 0,
    differedLots: 0,
    lateFees: 0n,
    earned: 0n,
  };
  await context.db
    .insert(operator)
    .values({ ...row, ...change(row) })
    .onConflictDoUpdate(change);
}

ponder.on("JobEscrow:Withdrawn", async ({ event, context }) => {
  const { account, amount } = event.args;
  await context.db.update(credit, { account }).set((row) => ({ amount: row.amount - amount }));
  await enter(context, event, { account, reason: "withdrawn", amount });
  const isOperator = await context.db.find(operator, { address: account });
  if (isOperator) await recordOperator(context, event, { operator: account, kind: "withdrawn", amount });
});
