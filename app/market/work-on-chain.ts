import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { type Address, isAddressEqual, type PublicClient, zeroAddress } from "viem";
import type { GallerySettings } from "../_wallet/settings.ts";

/** The owner's price, whether or not it is still good. Times are Unix seconds. */
export type ListingOnChain = { priceWei: bigint; expiresAt: number; transfers: number; referrerBps: number };

/** `amountWei` is the reserve before the first bid, the highest bid from then on. */
export type AuctionOnChain = {
  seller: Address;
  amountWei: bigint;
  transfers: number;
  durationSeconds: number;
  bidder?: Address;
  endsAt?: number;
};

/** What the chain itself says of a work at this moment. */
export type WorkOnChain = {
  /** The market while an auction has bids. */
  owner: Address;
  transfers: number;
  /** Whether the market may hand this very work over. */
  isApproved: boolean;
  listing?: ListingOnChain;
  auction?: AuctionOnChain;
};

/** Under which the browser remembers a work. */
export const workKey = (tokenId: string) => ["work-on-chain", tokenId] as const;

/** @throws what the RPC throws, and where there is no such work */
export async function readWork(
  client: PublicClient,
  addresses: GallerySettings["addresses"],
  tokenId: bigint,
): Promise<WorkOnChain> {
  const art = { address: addresses.art, abi: graphitiArtAbi } as const;
  const market = { address: addresses.market, abi: artMarketAbi } as const;
  const [owner, approved, transfers, auction] = await Promise.all([
    client.readContract({ ...art, functionName: "ownerOf", args: [tokenId] }),
    client.readContract({ ...art, functionName: "getApproved", args: [tokenId] }),
    client.readContract({ ...art, functionName: "transferCount", args: [tokenId] }),
    client.readContract({ ...market, functionName: "auctionOf", args: [tokenId] }),
  ]);
  const [listing, isOperator] = await Promise.all([
    client.readContract({ ...market, functionName: "listingOf", args: [addresses.art, tokenId, owner] }),
    client.readContract({ ...art, functionName: "isApprovedForAll", args: [owner, addresses.market] }),
  ]);
  return {
    owner,
    transfers: Number(transfers),
    isApproved: isOperator || isAddressEqual(approved, addresses.market),
    ...(listing.price > 0n && {
      listing: {
        priceWei: listing.price,
        expiresAt: listing.expiresAt,
        transfers: listing.transfers,
        referrerBps: listing.referrerBps,
      },
    }),
    ...(auction.seller !== zeroAddress && {
      auction: {
        seller: auction.seller,
        amountWei: auction.amount,
        transfers: auction.transfers,
        durationSeconds: auction.durationSeconds,
        ...(auction.bidder !== zeroAddress && { bidder: auction.bidder, endsAt: auction.endsAt }),
      },
    }),
  };
}
