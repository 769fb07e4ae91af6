import type { Address } from "viem";
import { z } from "zod";
import { query } from "./query.ts";
import { address, digits, listOf, optional, stored, whole } from "./shapes.ts";

/** A work that an account has, or that the market keeps for its auction, and how it is on sale. */
export type HoldingView = {
  tokenId: string;
  /** Who may move this one work, beside its owner. */
  approved?: Address;
  /** A standing listing, though its time may be over. */
  priceWei?: string;
  listedUntil?: number;
  /** A standing auction: the reserve, or the highest bid once there is an end. */
  auctionWei?: string;
  auctionEndsAt?: number;
};

export type OfferView = { id: string; tokenId: string; maker: Address; amountWei: string; expiresAt: number };
export type OpenBidView = { tokenId: string; amountWei: string; highestWei: string; endsAt?: number };

/** What of the market concerns one account, by the index: newest first, a hundred of each. */
export type Portfolio = {
  holdings: HoldingView[];
  offersMade: OfferView[];
  offersReceived: OfferView[];
  /** The account's highest bid in each auction that runs. */
  bids: OpenBidView[];
};

const most = 100;

const holdingRow = z
  .object({
    id: digits,
    approved: optional(address),
    listing: optional(z.object({ price: digits, expiresAt: whole })),
    auction: optional(z.object({ amount: digits, endsAt: optional(whole) })),
  })
  .transform(
    ({ id, approved, listing, auction }): HoldingView => ({
      tokenId: id,
      approved,
      ...(listing && { priceWei: listing.price, listedUntil: listing.expiresAt }),
      ...(auction && { auctionWei: auction.amount, auctionEndsAt: auction.endsAt }),
    }),
  );

const offerRow = z
  .object({ id: digits, tokenId: digits, maker: address, amount: digits, expiresAt: whole })
  .transform(({ amount, ...offer }): OfferView => ({ ...offer, amountWei: amount }));
const offerFields = "id tokenId maker amount expiresAt";

const bidRow = z.object({
  tokenId: digits,
  amount: digits,
  auction: z.object({
    state: z.enum(["open", "running", "settled", "canceled", "replaced", "moved"]),
    amount: digits,
    endsAt: optional(whole),
  }),
});

const auctionRow = z.object({ tokenId: digits, amount: digits, endsAt: optional(whole) });

/** The first bid of each work in a list of bids that begins with the newest, and so the highest. */
function openBids(bids: z.output<typeof bidRow>[]): OpenBidView[] {
  const seen = new Set<string>();
  return bids.flatMap(({ tokenId, amount, auction }) => {
    if (auction.state !== "running" || seen.has(tokenId)) return [];
    seen.add(tokenId);
    return [{ tokenId, amountWei: amount, highestWei: auction.amount, endsAt: auction.endsAt }];
  });
}

/** @throws INDEXER_UNREACHABLE */
export async function getPortfolio(account: string): Promise<Portfolio> {
  const { tokens, auctions, made, bids } = await query(
    z.object({
      tokens: listOf(holdingRow),
      auctions: listOf(auctionRow),
      made: listOf(offerRow),
      bids: listOf(bidRow),
    }),
    `query ($account: String!) {
      tokens(where: { owner: $account }, orderBy: "id", orderDirection: "desc", limit: ${most}) {
        items { id approved listing { price expiresAt } auction { amount endsAt } }
      }
      auctions(where: { seller: $account, state: running }, orderBy: "id", orderDirection: "desc", limit: ${most}) {
        items { tokenId amount endsAt }
      }
      made: offers(
        where: { maker: $account, state: open, isWork: true }, orderBy: "id", orderDirection: "desc", limit: ${most}
      ) { items { ${offerFields} } }
      bids(where: { bidder: $account }, orderBy: "id", orderDirection: "desc", limit: ${most}) {
        items { tokenId amount auction { state amount endsAt } }
      }
    }`,
    { account: stored(account) },
  );
  const kept = auctions.map(
    ({ tokenId, amount, endsAt }): HoldingView => ({ tokenId, auctionWei: amount, auctionEndsAt: endsAt }),
  );
  const owned = tokens.map(({ tokenId }) => tokenId);
  const { offers } = await query(
    z.object({ offers: listOf(offerRow) }),
    `query ($owned: [BigInt!]) {
      offers(
        where: { tokenId_in: $owned, state: open, isWork: true }, orderBy: "id", orderDirection: "desc", limit: ${most}
      ) { items { ${offerFields} } }
    }`,
    { owned },
  );
  return { holdings: [...kept, ...tokens], offersMade: made, offersReceived: offers, bids: openBids(bids) };
}
