import { type Context, ponder } from "ponder:registry";
import { job, lot } from "ponder:schema";
import { bond, lotShare } from "@graphiti/protocol/offer.ts";
import { jobIdOf } from "@graphiti/protocol/terms.ts";
import { addCredit, changeOperator } from "./ledger.ts";
import { record, recordOperator } from "./timeline.ts";

ponder.on("JobEscrow:Claimed", async ({ event, context }) => {
  const { lotId, operator, key, attempt, price, openSeconds, due } = event.args;
  await context.db
    .update(lot, { id: lotId })
    .set({ state: "claimed", attempt, operator, key, price, openSeconds: BigInt(openSeconds), due });
  const locked = await bondOf(context, lotId);
  await changeOperator(context, operator, (row) => ({ locked: row.locked + locked }));
  const jobId = jobIdOf(lotId);
  await record(context, event, { jobId, lotId, kind: "claimed", attempt, actor: operator, amount: price });
  await recordOperator(context, event, { operator, kind: "claimed", lotId, key, amount: price });
});

ponder.on("JobEscrow:Submitted", async ({ event, context }) => {
  const { lotId, attempt, outputRoot, metadataDigest, seal } = event.args;
  const submittedAt = event.block.timestamp;
  await context.db
    .update(lot, { id: lotId })
    .set({ state: "submitted", submittedAt, outputRoot, metadataDigest, seal });
  await record(context, event, { jobId: jobIdOf(lotId), lotId, kind: "submitted", attempt });
});

ponder.on("JobEscrow:Finalised", async ({ event, context }) => {
  const { lotId, probe, operatorPay, protocolFee, artistRefund } = event.args;
  const jobId = jobIdOf(lotId);
  const { operator, attempt } = await claimedLot(context, lotId);
  await context.db
    .update(lot, { id: lotId })
    .set({ state: "final", probe, operatorPay, protocolFee, artistRefund });
  const { artist } = await context.db
    .update(job, { id: jobId })
    .set((row) => ({ finalLots: row.finalLots + 1 }));
  const released = await bondOf(context, lotId);
  await changeOperator(context, operator, (row) => ({
    locked: row.locked - released,
    finalLots: row.finalLots + 1,
    earned: row.earned + operatorPay,
  }));
  await addCredit(context, operator, operatorPay);
  await addCredit(context, artist, artistRefund);
  await addCredit(context, await treasury(context), protocolFee);
  await record(context, event, { jobId, lotId, kind: "finalised", attempt, amount: operatorPay });
  await recordOperator(context, event, { operator, kind: "paid", lotId, amount: operatorPay });
});

ponder.on("JobEscrow:Expired", async ({ event, context }) => {
  const { lotId, attempt, operator, lateFee, state } = event.args;
  const jobId = jobIdOf(lotId);
  const { openSeconds, lateFees } = await claimedLot(context, lotId);
  // In a closed job the lot does not open again; its `Refunded` follows in the same transaction.
  const next = {
    state: "open",
    attempt: attempt + 1,
    openedAt: event.block.timestamp - openSeconds,
    ...unclaimed,
  } as const;
  await context.db
    .update(lot, { id: lotId })
    .set({ lateFees: lateFees + lateFee, ...(state === openState && next) });
  const released = await bondOf(context, lotId);
  await changeOperator(context, operator, (row) => ({
    stake: row.stake - lateFee,
    locked: row.locked - released,
    lateLots: row.lateLots + 1,
    lateFees: row.lateFees + lateFee,
  }));
  const { artist } = await jobRow(context, jobId);
  await addCredit(context, artist, lateFee);
  await record(context, event, { jobId, lotId, kind: "expired", attempt, actor: operator, amount: lateFee });
  await recordOperator(context, event, { operator, kind: "late", lotId, amount: lateFee });
});

ponder.on("JobEscrow:Refunded", async ({ event, context }) => {
  const { lotId, amount } = event.args;
  const jobId = jobIdOf(lotId);
  await context.db.update(lot, { id: lotId }).set({ state: "refunded", artistRefund: amount });
  const { artist } = await jobRow(context, jobId);
  await addCredit(context, artist, amount);
  await record(context, event, { jobId, lotId, kind: "refunded", actor: artist, amount });
});

/** `LotState.Open` of the contract. */
const openState = 0;

/** What an open lot does not have. */
const unclaimed = {
  operator: null,
  key: null,
  price: null,
  openSeconds: null,
  due: null,
  submittedAt: null,
  outputRoot: null,
  metadataDigest: null,
  seal: null,
};

/** A lot that somebody works on; the contract lets no such event happen to any other. */
async function claimedLot(context: Context, lotId: bigint) {
  const row = await context.db.find(lot, { id: lotId });
  if (!row?.operator || row.openSeconds === null) throw new Error(`Lot ${lotId} was never claimed.`);
  return { ...row, operator: row.operator, openSeconds: row.openSeconds };
}

async function jobRow(context: Context, jobId: bigint) {
  const row = await context.db.find(job, { id: jobId });
  if (!row) throw new Error(`Job ${jobId} was never posted.`);
  return row;
}

/** What a claim of this lot locks, in wei: it follows from the terms, so no event repeats it. */
async function bondOf(context: Context, lotId: bigint): Promise<bigint> {
  const { maxPrice, tiles } = await jobRow(context, jobIdOf(lotId));
  const row = await context.db.find(lot, { id: lotId });
  if (!row) throw new Error(`Lot ${lotId} does not exist.`);
  return bond(lotShare(maxPrice, row.tiles, tiles));
}

/** Who gets the protocol's fee: fixed when the escrow was deployed, so any block answers the same. */
function treasury(context: Context) {
  const { abi, address } = context.contracts.JobEscrow;
  return context.client.readContract({ abi, address, functionName: "treasury", cache: "immutable" });
}
