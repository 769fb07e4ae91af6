import { ponder } from "ponder:registry";
import { sale, saleKind, shareTaking, token } from "ponder:schema";
import { endAuction } from "./auctions.ts";
import { endSoldListing } from "./listings.ts";
import { endOffer } from "./offers.ts";
import { isWork } from "./places.ts";
import { cameBy, idOf, recordStep } from "./steps.ts";

ponder.on("ArtMarket:Sold", async ({ event, context }) => {
  const { kind: kindNumber, ...args } = event.args;
  const { collection, tokenId, seller, buyer, price } = args;
  const place = { collection, tokenId };
  // In the order of the contract's `SaleKind`.
  const kind = saleKind.enumValues[kindNumber];
  if (!kind) throw new Error(`There is no kind ${kindNumber} of sale.`);
  const id = idOf(event);
  const ours = isWork(context, place);
  await context.db.insert(sale).values({ id, ...args, kind, isWork: ours, ...cameBy(event) });
  if (ours) await context.db.update(token, { id: tokenId }).set({ lastSaleId: id });
  if (kind === "listing") await endSoldListing(context, event, place, seller);
  if (kind === "offer") await endOffer(context, event, place, buyer, "accepted");
  if (kind === "auction") await endAuction(context, event, tokenId, "settled");
  await recordStep(context, event, { ...place, kind: "sold", account: seller, other: buyer, amount: price });
});

ponder.on("ArtMarket:ShareTaken", async ({ event, context }) => {
  const { lotId, operator, amount } = event.args;
  const row = { id: idOf(event), lotId, tokenId: lotId >> 16n, operator, amount, ...cameBy(event) };
  await context.db.insert(shareTaking).values(row);
});
