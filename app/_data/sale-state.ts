import type { Address } from "viem";
import type { StandingView } from "./standing.ts";

/** What somebody could do about a work now. An auction that is over still waits for somebody to settle it. */
export type SaleState =
  | { kind: "price"; priceWei: string }
  | { kind: "auctionOpen"; reserveWei: string }
  | { kind: "auctionRuns"; highestWei: string; endsAt: number }
  | { kind: "auctionOver"; highestWei: string };

/**
 * How a work is for sale, by the index; undefined where it is not. A price that has run out, or that the market could
 * not keep because it may not move the work, is none.
 * @param now seconds, by the chain's clock
 */
export function saleStateOf(standing: StandingView, market: Address, now: number): SaleState | undefined {
  const { listing, auction, approved, isMarketApprovedForAll } = standing;
  if (auction?.endsAt !== undefined) {
    const { amountWei: highestWei, endsAt } = auction;
    return now < endsAt ? { kind: "auctionRuns", highestWei, endsAt } : { kind: "auctionOver", highestWei };
  }
  if (!isMarketApprovedForAll && approved !== market) return undefined;
  if (listing && now < listing.expiresAt) return { kind: "price", priceWei: listing.priceWei };
  return auction && { kind: "auctionOpen", reserveWei: auction.amountWei };
}
