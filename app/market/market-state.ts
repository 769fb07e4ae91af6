import { type Address, isAddressEqual } from "viem";
import type { AuctionOnChain, ListingOnChain, WorkOnChain } from "./work-on-chain.ts";

/** How a work stands on the market, of which its page makes one first thing to do. */
export type MarketState =
  | { kind: "bidding"; auction: AuctionOnChain & { bidder: Address; endsAt: number } }
  | { kind: "over"; auction: AuctionOnChain & { bidder: Address; endsAt: number } }
  | { kind: "reserve"; auction: AuctionOnChain }
  | { kind: "listed"; listing: ListingOnChain }
  | { kind: "quiet" };

const hasBids = (auction: AuctionOnChain): auction is AuctionOnChain & { bidder: Address; endsAt: number } =>
  auction.bidder !== undefined;

/** An auction with bids first: it holds the work. Then a price that is still good, then a reserve. */
export function marketState(work: WorkOnChain, nowSeconds: number): MarketState {
  const { auction, listing } = work;
  if (auction && hasBids(auction)) return { kind: nowSeconds < auction.endsAt ? "bidding" : "over", auction };
  if (listing && listing.transfers === work.transfers && nowSeconds < listing.expiresAt)
    return { kind: "listed", listing };
  if (auction && auction.transfers === work.transfers) return { kind: "reserve", auction };
  return { kind: "quiet" };
}

/** Whose work it is: the seller's while the market keeps it for an auction. */
export const ownerBehind = ({ owner, auction }: WorkOnChain): Address =>
  auction?.bidder ? auction.seller : owner;

export const isOwnedBy = (work: WorkOnChain, account: Address | undefined): boolean =>
  account !== undefined && isAddressEqual(ownerBehind(work), account);

const raiseDivisor = 20n;

/** The lowest bid that the market takes: the reserve, or a twentieth above the highest bid, rounded up. */
export function minimumBidWei({ amountWei, bidder }: AuctionOnChain): bigint {
  return bidder ? amountWei + (amountWei + raiseDivisor - 1n) / raiseDivisor : amountWei;
}

type Asked = { health: string; order: { order: { price: string } } };

/** Prices by signature that could be bought at now, for less than the price on the chain. */
export const cheaperNow = <Listing extends Asked>(signed: readonly Listing[], priceWei: bigint): Listing[] =>
  signed.filter(({ health, order: { order } }) => health === "good" && BigInt(order.price) < priceWei);
