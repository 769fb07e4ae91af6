import { type Context, ponder } from "ponder:registry";
import { job, lot } from "ponder:schema";
import { bond } from "@graphiti/protocol/offer.ts";
import { jobIdOf, lotIdOf, tileLotCount } from "@graphiti/protocol/terms.ts";
import { addCredits, changeOperator } from "./ledger.ts";
import { jobRow, lotRow } from "./ledger-rows.ts";
import { addLock, releaseLock } from "./locks.ts";
import { record, recordOperator } from "./timeline.ts";

ponder.on("JobEscrow:Claimed", async ({ event, context }) => {
  const { lotId, operator, key, attempt, price, openSeconds, due } = event.args;
  const { share } = await context.db
    .update(lot, { id: lotId })
    .set({ state: "claimed", attempt, operator, key, price, openSeconds: BigInt(openSeconds), due });
  const at = event.block.timestamp;
  await addLock(context, { lotId, operator, kind: "bond", amount: bond(share), at });
  const jobId = jobIdOf(lotId);
  await record(context, event, { jobId, lotId, kind: "claimed", attempt, actor: operator, amount: price });
  await recordOperator(context, event, { operator, kind: "claimed", lotId, key, amount: price });
});

ponder.on("JobEscrow:Assembled", async ({ event, context }) => {
  const { lotId, attempt, openSeconds } = event.args;
  // Its `Submitted` follows. There is no claim: nobody is bound, and nobody is paid.
  await context.db.update(lot, { id: lotId }).set({ price: 0n, openSeconds: BigInt(openSeconds) });
  await record(context, event, { jobId: jobIdOf(lotId), lotId, kind: "assembled", attempt });
});

ponder.on("JobEscrow:Submitted", async ({ event, context }) => {
  const { lotId, attempt, submission } = event.args;
  const submittedAt = event.block.timestamp;
  await context.db.update(lot, { id: lotId }).set({ state: "submitted", submittedAt, ...submission });
  await record(context, event, { jobId: jobIdOf(lotId), lotId, kind: "submitted", attempt });
});

ponder.on("JobEscrow:Finalised", async ({ event, context }) => {
  const { lotId, probe, operatorPay, protocolFee, artistRefund } = event.args;
  const jobId = jobIdOf(lotId);
  const finalAt = event.block.timestamp;
  const { operator, attempt } = await context.db
    .update(lot, { id: lotId })
    .set({ state: "final", finalAt, probe, operatorPay, protocolFee, artistRefund });
  const { poster } = await countFinal(context, jobId, finalAt);
  await addCredits(context, event, [
    { account: poster, reason: "unspent", amount: artistRefund, lotId },
    { account: await treasury(context), reason: "protocolFee", amount: protocolFee, lotId },
    ...(operator ? [{ account: operator, reason: "work" as const, amount: operatorPay, lotId }] : []),
  ]);
  await record(context, event, { jobId, lotId, kind: "finalised", attempt, amount: operatorPay });
  if (!operator) return;
  await releaseLock(context, lotId, operator);
  await changeOperator(context, operator, (row) => ({
    finalLots: row.finalLots + 1,
    earned: row.earned + operatorPay,
  }));
  await recordOperator(context, event, { operator, kind: "paid", lotId, amount: operatorPay });
});

ponder.on("JobEscrow:Expired", async ({ event, context }) => {
  const { lotId, attempt, operator, lateFee, state } = event.args;
  const jobId = jobIdOf(lotId);
  const { openSeconds, seals, lateFees, operator: claimant } = await lotRow(context, lotId);
  // In a closed job the lot does not open again; its `Refunded` follows in the same transaction.
  const openedAt = event.block.timestamp - (openSeconds ?? 0n);
  const next = { state: "open", attempt: attempt + 1, openedAt, ...unclaimed } as const;
  await context.db
    .update(lot, { id: lotId })
    .set({ lateFees: lateFees + lateFee, ...(state === openState && next) });
  const { artist, poster } = await jobRow(context, jobId);
  // With seals it was no lateness: `ObjectorsPaid` tells where the fee went.
  const gain = seals === 0 ? lateFee : 0n;
  await addCredits(context, event, [{ account: poster, reason: "lateFee", amount: gain, lotId }]);
  const actor = claimant ?? artist;
  await record(context, event, { jobId, lotId, kind: "expired", attempt, actor, amount: lateFee });
  if (!claimant) return;
  await releaseLock(context, lotId, operator);
  await changeOperator(context, operator, (row) => ({
    stake: row.stake - lateFee,
    lateLots: row.lateLots + 1,
    lateFees: row.lateFees + lateFee,
  }));
  await recordOperator(context, event, { operator, kind: "late", lotId, amount: lateFee });
});

ponder.on("JobEscrow:Refunded", async ({ event, context }) => {
  const { lotId, amount } = event.args;
  const jobId = jobIdOf(lotId);
  await context.db.update(lot, { id: lotId }).set({ state: "refunded", artistRefund: amount });
  const { artist, poster } = await jobRow(context, jobId);
  await addCredits(context, event, [{ account: poster, reason: "refund", amount, lotId }]);
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
  l2Block: null,
  seals: 0,
  seed: null,
  target: null,
  isCold: false,
};

/** Counts a final lot; the last one of tiles opens the assembly. */
async function countFinal(context: Context, jobId: bigint, at: bigint) {
  const { tiles, tilesPerLot, finalLots, ...before } = await jobRow(context, jobId);
  const shape = { tiles, tilesPerLot };
  const tileLots = tileLotCount(shape);
  const opens = tileLots > 1 && finalLots + 1 === tileLots;
  if (opens) await context.db.update(lot, { id: lotIdOf(jobId, tileLots) }).set({ openedAt: at });
  const assemblyOpenedAt = opens ? at : before.assemblyOpenedAt;
  return context.db.update(job, { id: jobId }).set({ finalLots: finalLots + 1, assemblyOpenedAt });
}

/** Who gets the protocol's fee: fixed when the escrow was deployed, so any block answers the same. */
function treasury(context: Context) {
  const { abi, address } = context.contracts.JobEscrow;
  return context.client.readContract({ abi, address, functionName: "treasury", cache: "immutable" });
}
