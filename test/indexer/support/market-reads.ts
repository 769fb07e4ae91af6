import { z } from "zod";
import { query } from "../../../app/_data/query.ts";
import { address, digits, hex, listOf, optional, stored, whole } from "../../../app/_data/shapes.ts";

const listing = z.object({
  tokenId: digits,
  seller: address,
  state: z.enum(["open", "sold", "unlisted", "replaced", "moved"]),
  price: digits,
  expiresAt: whole,
  transfers: whole,
  referrerBps: z.number(),
  endedHash: optional(hex),
});
const offer = z.object({
  tokenId: digits,
  maker: address,
  state: z.enum(["open", "accepted", "canceled"]),
  amount: digits,
  expiresAt: whole,
});
const auction = z.object({
  id: digits,
  tokenId: digits,
  seller: address,
  state: z.enum(["open", "running", "settled", "canceled", "replaced", "moved"]),
  reserve: digits,
  amount: digits,
  durationSeconds: z.number(),
  transfers: whole,
  bidder: optional(address),
  endsAt: optional(whole),
  bids: z.number(),
  ladder: listOf(z.object({ bidder: address, amount: digits, endsAt: whole })),
});
const sale = z.object({
  tokenId: digits,
  kind: z.enum(["listing", "signedListing", "offer", "signedOffer", "auction"]),
  seller: address,
  buyer: address,
  price: digits,
  royaltyReceiver: address,
  royalty: digits,
  fee: digits,
  referrer: address,
  referral: digits,
  operatorShare: digits,
});
const word = z.object({ account: address, wordIndex: digits, mask: digits });

const newestFirst = 'orderBy: "id", orderDirection: "desc", limit: 1000';

const ofWorks = "where: { isWork: true }";

/** Everything that the index has of the works on the market, the newest first. */
export const readMarket = () =>
  query(
    z.object({
      listings: listOf(listing),
      offers: listOf(offer),
      auctions: listOf(auction),
      sales: listOf(sale),
      nonceWords: listOf(word),
    }),
    `query {
      listings(${ofWorks}, ${newestFirst}) { items { tokenId seller state price expiresAt transfers referrerBps endedHash } }
      offers(${ofWorks}, ${newestFirst}) { items { tokenId maker state amount expiresAt } }
      auctions(${newestFirst}) { items {
        id tokenId seller state reserve amount durationSeconds transfers bidder endsAt bids
        ladder(${newestFirst}) { items { bidder amount endsAt } }
      } }
      sales(${ofWorks}, ${newestFirst}) { items {
        tokenId kind seller buyer price royaltyReceiver royalty fee referrer referral operatorShare
      } }
      nonceWords(limit: 1000) { items { account wordIndex mask } }
    }`,
  );

export type MarketRows = Awaited<ReturnType<typeof readMarket>>;

/** The kinds of a token's steps, the oldest first. */
export async function stepsOf(collection: string, tokenId: string): Promise<string[]> {
  const { marketSteps } = await query(
    z.object({ marketSteps: listOf(z.object({ kind: z.string() })) }),
    `query ($collection: String!, $tokenId: BigInt!) {
      marketSteps(where: { collection: $collection, tokenId: $tokenId }, orderBy: "id", limit: 1000) { items { kind } }
    }`,
    { collection: stored(collection), tokenId },
  );
  return marketSteps.map(({ kind }) => kind);
}

const trader = z.object({ isApproved: z.boolean(), credit: digits });

export async function readTrader(account: string): Promise<z.output<typeof trader> | null> {
  const answer = await query(
    z.object({ trader: trader.nullable() }),
    "query ($account: String!) { trader(address: $account) { isApproved credit } }",
    { account: stored(account) },
  );
  return answer.trader;
}
