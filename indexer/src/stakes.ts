import { ponder } from "ponder:registry";
import { machineKey } from "ponder:schema";
import { changeOperator } from "./ledger.ts";

ponder.on("JobEscrow:Staked", async ({ event, context }) => {
  const { operator, amount } = event.args;
  await changeOperator(context, operator, (row) => ({
    stake: row.stake + amount,
    raisedAt: event.block.timestamp,
  }));
});

ponder.on("JobEscrow:UnstakeRequested", async ({ event, context }) => {
  const { operator, amount, readyAt } = event.args;
  await changeOperator(context, operator, (row) => ({
    stake: row.stake - amount,
    unbonding: row.unbonding + amount,
    unbondingReadyAt: readyAt,
  }));
});

ponder.on("JobEscrow:Unstaked", async ({ event, context }) => {
  const { operator, amount } = event.args;
  await changeOperator(context, operator, (row) => ({
    unbonding: row.unbonding - amount,
    unbondingReadyAt: null,
  }));
});

ponder.on("JobEscrow:KeyRegistered", async ({ event, context }) => {
  const { operator } = event.args;
  const now = { operator, isActive: true, changedAt: event.block.timestamp };
  // An operator may register a key before it stakes.
  await changeOperator(context, operator, ({ stake }) => ({ stake }));
  await context.db
    .insert(machineKey)
    .values({ address: event.args.key, ...now })
    .onConflictDoUpdate(now);
});

ponder.on("JobEscrow:KeyStopped", async ({ event, context }) => {
  await context.db
    .update(machineKey, { address: event.args.key })
    .set({ isActive: false, changedAt: event.block.timestamp });
});
