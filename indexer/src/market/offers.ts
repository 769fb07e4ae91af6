import { type Context, ponder } from "ponder:registry";
import { offer } from "ponder:schema";
import type { Address } from "viem";
import { isWork, type Place } from "./places.ts";
import { fillSlot, type Slot, slotRowId } from "./slots.ts";
import { cameBy, endedBy, idOf, type MarketEvent, recordStep } from "./steps.ts";

const slotOf = ({ collection, tokenId }: Place, maker: Address): Slot => ({
  kind: "offer",
  collection,
  tokenId,
  account: maker,
});

ponder.on("ArtMarket:OfferMade", async ({ event, context }) => {
  const { collection, tokenId, maker, amount, expiresAt } = event.args;
  const place = { collection, tokenId };
  const now = { amount, expiresAt: BigInt(expiresAt), ...cameBy(event) };
  const standing = await slotRowId(context, slotOf(place, maker));
  const before = standing === undefined ? null : await context.db.find(offer, { id: standing });
  if (before?.state === "open") {
    await context.db.update(offer, { id: before.id }).set(now);
  } else {
    const id = idOf(event);
    await context.db
      .insert(offer)
      .values({ id, ...place, isWork: isWork(context, place), maker, state: "open", ...now });
    await fillSlot(context, slotOf(place, maker), id);
  }
  await recordStep(context, event, { ...place, kind: "offered", account: maker, amount });
});

ponder.on("ArtMarket:OfferCanceled", async ({ event, context }) => {
  const { collection, tokenId, maker, amount } = event.args;
  const place = { collection, tokenId };
  await endOffer(context, event, place, maker, "canceled");
  await recordStep(context, event, { ...place, kind: "offerCanceled", account: maker, amount });
});

/** Ends a maker's offer for a token. */
export async function endOffer(
  context: Context,
  event: MarketEvent,
  place: Place,
  maker: Address,
  state: "accepted" | "canceled",
): Promise<void> {
  const id = await slotRowId(context, slotOf(place, maker));
  if (id !== undefined) await context.db.update(offer, { id }).set({ state, ...endedBy(event) });
}
