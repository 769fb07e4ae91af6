import type { Address } from "viem";
import { z } from "zod";
import { address, digits, optional, whole } from "./shapes.ts";

/**
 * How a work stands on the market. Whether a time is over is for the reader to say, by the chain's clock: no state
 * changes when it runs out.
 */
export type StandingView = {
  /** How often the work was transferred. */
  transfers: number;
  /** May move this one work. */
  approved?: Address;
  /** Whether the market may move all works of the owner's. */
  isMarketApprovedForAll: boolean;
  /** The owner's, as long as the work has not moved since. */
  listing?: { seller: Address; priceWei: string; expiresAt: number; referrerBps: number };
  /** Not settled yet. `amountWei` is the reserve, or the highest bid once there is an end. */
  auction?: {
    auctionId: string;
    seller: Address;
    state: "open" | "running";
    amountWei: string;
    durationSeconds: number;
    bids: number;
    bidder?: Address;
    endsAt?: number;
  };
  lastSale?: { priceWei: string; at: number };
};

/** Of a token. */
export const standingFields = `transfers approved
  ownerTrader { isApproved }
  listing { seller price expiresAt referrerBps }
  auction { id seller state amount durationSeconds bids bidder endsAt }
  lastSale { price at }`;

const listingRow = z
  .object({ seller: address, price: digits, expiresAt: whole, referrerBps: z.number() })
  .transform(({ price, ...listing }) => ({ ...listing, priceWei: price }));

const auctionRow = z
  .object({
    id: digits,
    seller: address,
    state: z.enum(["open", "running"]),
    amount: digits,
    durationSeconds: z.number(),
    bids: z.number(),
    bidder: optional(address),
    endsAt: optional(whole),
  })
  .transform(({ id, amount, ...auction }) => ({ ...auction, auctionId: id, amountWei: amount }));

const lastSaleRow = z
  .object({ price: digits, at: whole })
  .transform(({ price, at }) => ({ priceWei: price, at }));

export const standingRow = z.object({
  transfers: whole,
  approved: optional(address),
  ownerTrader: optional(z.object({ isApproved: z.boolean() })),
  listing: optional(listingRow),
  auction: optional(auctionRow),
  lastSale: optional(lastSaleRow),
});

export const standingView = (row: z.output<typeof standingRow>): StandingView => ({
  transfers: row.transfers,
  approved: row.approved,
  isMarketApprovedForAll: row.ownerTrader?.isApproved ?? false,
  listing: row.listing,
  auction: row.auction,
  lastSale: row.lastSale,
});
