import { type Context, ponder } from "ponder:registry";
import { listing, type listingState, token } from "ponder:schema";
import type { Address } from "viem";
import { isWork, type Place } from "./places.ts";
import { fillSlot, type Slot, slotRowId } from "./slots.ts";
import { cameBy, endedBy, idOf, type MarketEvent, recordStep } from "./steps.ts";

type Ending = Exclude<(typeof listingState.enumValues)[number], "open">;

const slotOf = ({ collection, tokenId }: Place, seller: Address): Slot => ({
  kind: "listing",
  collection,
  tokenId,
  account: seller,
});

ponder.on("ArtMarket:Listed", async ({ event, context }) => {
  const { collection, tokenId, seller, price, expiresAt, transfers, referrerBps } = event.args;
  const place = { collection, tokenId };
  const id = idOf(event);
  await endListing(context, event, place, seller, "replaced");
  await context.db.insert(listing).values({
    id,
    ...place,
    isWork: isWork(context, place),
    seller,
    state: "open",
    price,
    expiresAt: BigInt(expiresAt),
    transfers: BigInt(transfers),
    referrerBps,
    ...cameBy(event),
  });
  await fillSlot(context, slotOf(place, seller), id);
  if (isWork(context, place)) await context.db.update(token, { id: tokenId }).set({ listingId: id });
  await recordStep(context, event, { ...place, kind: "listed", account: seller, amount: price });
});

ponder.on("ArtMarket:Unlisted", async ({ event, context }) => {
  const { collection, tokenId, seller } = event.args;
  const place = { collection, tokenId };
  // One that is dead already was only cleared away.
  if (!(await endListing(context, event, place, seller, "unlisted"))) return;
  await recordStep(context, event, { ...place, kind: "unlisted", account: seller });
});

/**
 * Ends a seller's listing of a token, if it stands.
 * @returns whether it did
 */
async function endListing(
  context: Context,
  event: MarketEvent,
  place: Place,
  seller: Address,
  state: Ending,
): Promise<boolean> {
  const id = await slotRowId(context, slotOf(place, seller));
  const wasOpen = id !== undefined && (await context.db.find(listing, { id }))?.state === "open";
  if (!wasOpen) return false;
  await context.db.update(listing, { id }).set({ state, ...endedBy(event) });
  if (isWork(context, place)) await context.db.update(token, { id: place.tokenId }).set({ listingId: null });
  return true;
}

/** The work is in other hands, or was: the consent to sell it is void. */
export async function endMovedListing(context: Context, event: MarketEvent, id: bigint): Promise<void> {
  await context.db.update(listing, { id }).set({ state: "moved", ...endedBy(event) });
}

/** A seller's listing was bought. The transfer that was part of it was told first. */
export async function endSoldListing(
  context: Context,
  event: MarketEvent,
  place: Place,
  seller: Address,
): Promise<void> {
  const id = await slotRowId(context, slotOf(place, seller));
  if (id !== undefined) await context.db.update(listing, { id }).set({ state: "sold", ...endedBy(event) });
}
