import { type Context, ponder } from "ponder:registry";
import { auction, type auctionState, bid, token } from "ponder:schema";
import { artAddress } from "./places.ts";
import { cameBy, endedBy, idOf, type MarketEvent, recordStep } from "./steps.ts";

type Ending = Exclude<(typeof auctionState.enumValues)[number], "open" | "running">;

ponder.on("ArtMarket:AuctionOpened", async ({ event, context }) => {
  const { tokenId, seller, reserve, durationSeconds, transfers } = event.args;
  const id = idOf(event);
  await endAuction(context, event, tokenId, "replaced");
  await context.db.insert(auction).values({
    id,
    tokenId,
    seller,
    state: "open",
    reserve,
    amount: reserve,
    durationSeconds,
    transfers: BigInt(transfers),
    bids: 0,
    ...cameBy(event),
  });
  await context.db.update(token, { id: tokenId }).set({ auctionId: id });
  const place = { collection: artAddress(context), tokenId };
  await recordStep(context, event, { ...place, kind: "auctionOpened", account: seller, amount: reserve });
});

ponder.on("ArtMarket:AuctionCanceled", async ({ event, context }) => {
  const { tokenId, seller } = event.args;
  // One that is dead already was only cleared away.
  if (!(await endAuction(context, event, tokenId, "canceled"))) return;
  const place = { collection: artAddress(context), tokenId };
  await recordStep(context, event, { ...place, kind: "auctionCanceled", account: seller });
});

ponder.on("ArtMarket:BidPlaced", async ({ event, context }) => {
  const { tokenId, bidder, amount } = event.args;
  const endsAt = BigInt(event.args.endsAt);
  const id = await standingAuction(context, tokenId);
  if (id === undefined) throw new Error(`A bid came for work ${tokenId}, which has no auction.`);
  await context.db
    .update(auction, { id })
    .set((row) => ({ state: "running", bidder, amount, endsAt, bids: row.bids + 1 }));
  await context.db
    .insert(bid)
    .values({ id: idOf(event), auctionId: id, tokenId, bidder, amount, endsAt, ...cameBy(event) });
  const place = { collection: artAddress(context), tokenId };
  await recordStep(context, event, { ...place, kind: "bid", account: bidder, amount });
});

/**
 * Ends the auction of a work, if one stands.
 * @returns whether one did
 */
export async function endAuction(
  context: Context,
  event: MarketEvent,
  tokenId: bigint,
  state: Ending,
): Promise<boolean> {
  const id = await standingAuction(context, tokenId);
  if (id === undefined) return false;
  await context.db.update(auction, { id }).set({ state, ...endedBy(event) });
  await context.db.update(token, { id: tokenId }).set({ auctionId: null });
  return true;
}

/** The work is in other hands: an auction without bids is void. One that runs moves the work itself. */
export async function endMovedAuction(context: Context, event: MarketEvent, tokenId: bigint): Promise<void> {
  const id = await standingAuction(context, tokenId);
  if (id === undefined || (await context.db.find(auction, { id }))?.state !== "open") return;
  await endAuction(context, event, tokenId, "moved");
}

async function standingAuction(context: Context, tokenId: bigint): Promise<bigint | undefined> {
  return (await context.db.find(token, { id: tokenId }))?.auctionId ?? undefined;
}
