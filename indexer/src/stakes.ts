import { ponder } from "ponder:registry";
import { machineKey } from "ponder:schema";
import { changeOperator } from "./ledger.ts";
import { recordOperator } from "./timeline.ts";

ponder.on("JobEscrow:Staked", async ({ event, context }) => {
  const { operator, amount } = event.args;
  await changeOperator(context, operator, (row) => ({
    stake: row.stake + amount,
    raisedAt: event.block.timestamp,
  }));
  await recordOperator(context, event, { operator, kind: "staked", amount });
});

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
    .values({ address: key, ...now })
    .onConflictDoUpdate(now);
  await recordOperator(context, event, { operator, kind: "keyRegistered", key });
});

ponder.on("JobEscrow:KeyStopped", async ({ event, context }) => {
  const { operator, key } = event.args;
  await context.db
    .update(machineKey, { address: key })
    .set({ isActive: false, changedAt: event.block.timestamp });
  await recordOperator(context, event, { operator, kind: "keyStopped", key });
});
