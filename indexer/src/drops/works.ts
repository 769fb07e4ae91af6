import { type Context, ponder } from "ponder:registry";
import { drop, soldWork } from "ponder:schema";
import type { Address } from "viem";
import { changeAccount, creditAccount } from "./accounts.ts";
import { dropRow } from "./rows.ts";

ponder.on("SeriesDrop:Bought", async ({ event, context }) => {
  const { buyer, firstIndex, price, target, change } = event.args;
  const address = event.log.address;
  const quantity = Number(event.args.quantity);
  const { timestamp: at, number: block } = event.block;
  const { supply, sold } = await dropRow(context, address);
  const isLast = sold + quantity === supply;
  await context.db.update(drop, { address }).set({ sold: sold + quantity, ...(isLast && { soldOutAt: at }) });
  const works = Array.from({ length: quantity }, (_, nth) => ({
    drop: address,
    index: Number(firstIndex) + nth,
    state: "sold" as const,
    buyer,
    price,
    target,
    hash: event.transaction.hash,
    block,
    at,
  }));
  await context.db.insert(soldWork).values(works);
  await changeAccount(context, event, buyer, (row) => ({
    works: row.works + quantity,
    paid: row.paid + price * BigInt(quantity),
  }));
  await creditAccount(context, event, { account: buyer, reason: "change", amount: change });
});

ponder.on("SeriesDrop:SeedMoved", async ({ event, context }) => {
  const { index, target } = event.args;
  await context.db.update(soldWork, { drop: event.log.address, index: Number(index) }).set({ target });
});

ponder.on("SeriesDrop:WorkPosted", async ({ event, context }) => {
  const { index, jobId, seed } = event.args;
  await context.db
    .update(soldWork, { drop: event.log.address, index: Number(index) })
    .set({ state: "posted", jobId, seed });
});

ponder.on("SeriesDrop:WorkMinted", async ({ event, context }) => {
  const index = Number(event.args.index);
  const { artist } = await dropRow(context, event.log.address);
  await endWork(context, event.log.address, index, "minted");
  const { amount } = event.args;
  await creditAccount(context, event, { account: artist, reason: "minted", amount, index });
});

ponder.on("SeriesDrop:WorkRefunded", async ({ event, context }) => {
  const { buyer, amount } = event.args;
  const index = Number(event.args.index);
  await endWork(context, event.log.address, index, "refunded");
  await creditAccount(context, event, { account: buyer, reason: "refund", amount, index });
});

async function endWork(
  context: Context,
  address: Address,
  index: number,
  state: "minted" | "refunded",
): Promise<void> {
  await context.db.update(soldWork, { drop: address, index }).set({ state });
  await context.db.update(drop, { address }).set((row) => ({ settled: row.settled + 1 }));
}
