import type { Address, Hex } from "viem";
import { z } from "zod";
import { query } from "./query.ts";
import { address, digits, hex, listOf, whole } from "./shapes.ts";

export type BidView = { id: string; bidder: Address; amountWei: string; hash: Hex; at: number };

export type SaleView = {
  id: string;
  kind: "listing" | "signedListing" | "offer" | "signedOffer" | "auction";
  seller: Address;
  buyer: Address;
  priceWei: string;
  hash: Hex;
  at: number;
};

/** What the index tells of a work's trading. It says where to look; what is good now, the chain says. */
export type WorkTrade = {
  /** Who has offered ether for the work and not taken it back, the highest first. */
  offerMakers: Address[];
  /** Of the auction that runs, the highest first. */
  bids: BidView[];
  /** Newest first. */
  sales: SaleView[];
};

const mostOffers = 50;
const mostBids = 100;
const mostSales = 50;

const bidRow = z
  .object({ id: digits, bidder: address, amount: digits, hash: hex, at: whole })
  .transform(({ amount, ...bid }): BidView => ({ ...bid, amountWei: amount }));

const saleRow = z
  .object({
    id: digits,
    kind: z.enum(["listing", "signedListing", "offer", "signedOffer", "auction"]),
    seller: address,
    buyer: address,
    price: digits,
    hash: hex,
    at: whole,
  })
  .transform(({ price, ...sale }): SaleView => ({ ...sale, priceWei: price }));

/** How a work was traded, and who wants it. @throws INDEXER_UNREACHABLE */
export async function getWorkTrade(tokenId: string): Promise<WorkTrade> {
  const { offers, sales, token } = await query(
    z.object({
      offers: listOf(z.object({ maker: address })),
      sales: listOf(saleRow),
      token: z.object({ auctionId: digits.nullable() }).nullable(),
    }),
    `query ($id: BigInt!) {
      offers(
        where: { tokenId: $id, isWork: true, state: open }
        orderBy: "amount", orderDirection: "desc", limit: ${mostOffers}
      ) { items { maker } }
      sales(where: { tokenId: $id, isWork: true }, orderBy: "id", orderDirection: "desc", limit: ${mostSales}) {
        items { id kind seller buyer price hash at }
      }
      token(id: $id) { auctionId }
    }`,
    { id: tokenId },
  );
  const auctionId = token?.auctionId;
  const { bids } = auctionId
    ? await query(
        z.object({ bids: listOf(bidRow) }),
        `query ($id: BigInt!) {
          bids(where: { auctionId: $id }, orderBy: "id", orderDirection: "desc", limit: ${mostBids}) {
            items { id bidder amount hash at }
          }
        }`,
        { id: auctionId },
      )
    : { bids: [] };
  return { offerMakers: offers.map(({ maker }) => maker), bids, sales };
}
