import { type Context, ponder } from "ponder:registry";
import { machineKey, operator as operators } from "ponder:schema";
import { changeEscrow } from "./escrow.ts";
import { changeOperator } from "./ledger.ts";
import { recordOperator } from "./timeline.ts";

ponder.on("JobEscrow:Staked", async ({ event, context }) => {
  const { operator, amount } = event.args;
  const known = await context.db.find(operators, { address: operator });
  const number = known?.number ?? (await nextNumber(context));
  await changeOperator(context, operator, (row) => ({
    number,
    stake: row.stake + amount,
    raisedAt: event.block.timestamp,
  }));
  await recordOperator(context, event, { operator, kind: "staked", amount });
});

/** Operators are numbered by their first stake, from 1. */
async function nextNumber(context: Context): Promise<number> {
  const { operatorCount } = await changeEscrow(context, (row) => ({ operatorCount: row.operatorCount + 1 }));
  return operatorCount;
}

ponder.on("JobEscrow:UnstakeRequested", async ({ event, context }) => {
  const { operator, amount, readyAt } = event.args;
  await changeOperator(context, operator, (row) => ({
    stake: row.stake - amount,
    unbonding: row.unbonding + amount,
    unbondingReadyAt: readyAt,
  }));
  await recordOperator(context, event, { operator, kind: "unstakeRequested", amount });
});

ponder.on("JobEscrow:Unstaked", async ({ event, context }) => {
  const { operator, amount } = event.args;
  await changeOperator(context, operator, (row) => ({
    unbonding: row.unbonding - amount,
    unbondingReadyAt: null,
  }));
  await recordOperator(context, event, { operator, kind: "unstaked", amount });
});

ponder.on("JobEscrow:KeyRegistered", async ({ event, context }) => {
  const { operator, key } = event.args;
  const now = { operator, isActive: true, changedAt: event.block.timestamp };
  // An operator may register a key before it stakes.
  await changeOperator(context, operator, ({ stake }) => ({ stake }));
  await context.db
    .insert(machineKey)
    .values({ address: key, nonce: 1n, ...now })
    .onConflictDoUpdate((row) => ({ ...now, nonce: row.nonce + 1n }));
  await recordOperator(context, event, { operator, kind: "keyRegistered", key });
});

ponder.on("JobEscrow:KeyStopped", async ({ event, context }) => {
  const { operator, key } = event.args;
  await context.db
    .update(machineKey, { address: key })
    .set((row) => ({ isActive: false, changedAt: event.block.timestamp, nonce: row.nonce + 1n }));
  await recordOperator(context, event, { operator, kind: "keyStopped", key });
});
