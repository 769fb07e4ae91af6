import { type Context, ponder } from "ponder:registry";
import { nonceWord, token, trader } from "ponder:schema";
import { type Address, zeroAddress } from "viem";
import { isMarket } from "./places.ts";

type TraderRow = typeof trader.$inferSelect;

async function changeTrader(
  context: Context,
  address: Address,
  change: (row: TraderRow) => Partial<TraderRow>,
): Promise<void> {
  const row: TraderRow = { address, isApproved: false, credit: 0n, credited: 0n };
  await context.db
    .insert(trader)
    .values({ ...row, ...change(row) })
    .onConflictDoUpdate(change);
}

ponder.on("ArtMarket:Credited", async ({ event, context }) => {
  const { account, amount } = event.args;
  await changeTrader(context, account, ({ credit, credited }) => ({
    credit: credit + amount,
    credited: credited + amount,
  }));
});

ponder.on("ArtMarket:Withdrawn", async ({ event, context }) => {
  const { account, amount } = event.args;
  await changeTrader(context, account, ({ credit }) => ({ credit: credit - amount }));
});

ponder.on("GraphitiArt:ApprovalForAll", async ({ event, context }) => {
  const { owner, operator, approved } = event.args;
  if (isMarket(context, operator)) await changeTrader(context, owner, () => ({ isApproved: approved }));
});

ponder.on("GraphitiArt:Approval", async ({ event, context }) => {
  const { approved, tokenId } = event.args;
  await context.db
    .update(token, { id: tokenId })
    .set({ approved: approved === zeroAddress ? null : approved });
});

ponder.on("ArtMarket:NonceSpent", async ({ event, context }) => {
  const { account, nonce } = event.args;
  await spend(context, account, nonce >> 8n, 1n << (nonce & 255n));
});

ponder.on("ArtMarket:NoncesCanceled", async ({ event, context }) => {
  const { account, wordIndex, mask } = event.args;
  await spend(context, account, wordIndex, mask);
});

async function spend(context: Context, account: Address, wordIndex: bigint, mask: bigint): Promise<void> {
  await context.db
    .insert(nonceWord)
    .values({ account, wordIndex, mask })
    .onConflictDoUpdate((row) => ({ mask: row.mask | mask }));
}
