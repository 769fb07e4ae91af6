import { orderDomain, orderTypes } from "@graphiti/protocol/market-orders.ts";
import { type Address, type Hex, hashTypedData, zeroHash } from "viem";
import type { MarketStage } from "./market.ts";

export type SignedListing = {
  seller: Address;
  collection: Address;
  tokenId: bigint;
  price: bigint;
  startsAt: number;
  expiresAt: number;
  transfers: number;
  referrerBps: number;
  nonce: bigint;
};

export type SignedOffer = {
  maker: Address;
  collection: Address;
  tokensRoot: Hex;
  amount: bigint;
  expiresAt: number;
  nonce: bigint;
};

const domainOf = ({ chainId, market }: MarketStage) => orderDomain({ chainId, market: market.address });

/** A listing of the stage's token by its owner, for a day or so. */
export const listingOf = (stage: MarketStage, wishes: Partial<SignedListing> = {}): SignedListing => ({
  seller: stage.seller.account.address,
  collection: stage.art.address,
  tokenId: stage.token,
  price: stage.price,
  startsAt: 0,
  expiresAt: stage.expiresAt,
  transfers: 0,
  referrerBps: 0,
  nonce: 300n,
  ...wishes,
});

/** The buyer's offer for any work. */
export const offerOf = (stage: MarketStage, wishes: Partial<SignedOffer> = {}): SignedOffer => ({
  maker: stage.buyer.account.address,
  collection: stage.art.address,
  tokensRoot: zeroHash,
  amount: stage.price,
  expiresAt: stage.expiresAt,
  nonce: 5n,
  ...wishes,
});

type Order =
  | { primaryType: "Listing"; message: SignedListing }
  | { primaryType: "Offer"; message: SignedOffer };
type Domain = ReturnType<typeof domainOf>;

/** Signs an order; another domain makes it one for elsewhere. */
export const signOrder = (
  stage: MarketStage,
  order: Order,
  {
    signer = order.primaryType === "Listing" ? stage.seller : stage.buyer,
    domain = {},
  }: {
    signer?: MarketStage["seller"];
    domain?: Partial<Domain>;
  } = {},
): Promise<Hex> =>
  signer.signTypedData({ domain: { ...domainOf(stage), ...domain }, types: orderTypes, ...order });

export const hashOrder = (stage: MarketStage, order: Order): Hex =>
  hashTypedData({ domain: domainOf(stage), types: orderTypes, ...order });
