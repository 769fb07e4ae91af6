import { type Context, ponder } from "ponder:registry";
import { credit, operator } from "ponder:schema";
import type { Address } from "viem";
import { recordOperator } from "./timeline.ts";

/** Adds to what an account may withdraw. Nothing is stored for zero. */
export async function addCredit(context: Context, account: Address, amount: bigint): Promise<void> {
  if (amount === 0n) return;
  await context.db
    .insert(credit)
    .values({ account, amount, earned: amount })
    .onConflictDoUpdate((row) => ({ amount: row.amount + amount, earned: row.earned + amount }));
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
    stake: 0n,
    locked: 0n,
    unbonding: 0n,
    unbondingReadyAt: null,
    raisedAt: null,
    finalLots: 0,
    lateLots: 0,
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
  const isOperator = await context.db.find(operator, { address: account });
  if (isOperator) await recordOperator(context, event, { operator: account, kind: "withdrawn", amount });
});
