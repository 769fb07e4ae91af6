import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { type Address, getAddress, type Hex, hashTypedData, isAddress, zeroHash } from "viem";
import { z } from "zod";

/*
 * What sellers and buyers sign for the market (EIP-712), and what of it a gallery keeps: the chain knows nothing
 * before somebody uses it. Twin of contracts/market/Listings.sol and Offers.sol.
 */

const integer = (bits: number) =>
  z
    .string()
    .regex(/^\d{1,78}$/)
    .refine((text) => BigInt(text) < 1n << BigInt(bits), `must be below 2^${bits}`);
const address = z
  .string()
  .refine((text) => isAddress(text, { strict: false }), "must be an address")
  .transform((text): Address => getAddress(text));
const bytes32 = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform((text) => text as Hex);
const signature = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2}){1,2048}$/)
  .transform((text) => text as Hex);

/** A `SignedListing` with every integer as a decimal string. */
export const signedListingSchema = z.object({
  seller: address,
  collection: address,
  tokenId: integer(256),
  price: integer(96),
  startsAt: integer(40),
  expiresAt: integer(40),
  transfers: integer(32),
  referrerBps: integer(16),
  nonce: integer(256),
});

/** A `SignedOffer` with every integer as a decimal string. */
export const signedOfferSchema = z.object({
  maker: address,
  collection: address,
  tokensRoot: bytes32,
  amount: integer(96),
  expiresAt: integer(40),
  nonce: integer(256),
});

/** Works that one offer can name. */
export const mostTokens = 512;

/** An order with its signature. An offer for some works names them, so that anybody can prove that one is among them. */
export const marketOrderSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("listing"), order: signedListingSchema, signature }),
  z.object({
    kind: z.literal("offer"),
    order: signedOfferSchema,
    tokenIds: z.array(integer(256)).max(mostTokens).default([]),
    signature,
  }),
]);

export type SignedListing = z.output<typeof signedListingSchema>;
export type SignedOffer = z.output<typeof signedOfferSchema>;
export type MarketOrder = z.output<typeof marketOrderSchema>;
export type MarketDomain = { chainId: number; market: Address };

/** The EIP-712 types of both orders. */
export const orderTypes = {
  Listing: [
    { name: "seller", type: "address" },
    { name: "collection", type: "address" },
    { name: "tokenId", type: "uint256" },
    { name: "price", type: "uint96" },
    { name: "startsAt", type: "uint40" },
    { name: "expiresAt", type: "uint40" },
    { name: "transfers", type: "uint32" },
    { name: "referrerBps", type: "uint16" },
    { name: "nonce", type: "uint256" },
  ],
  Offer: [
    { name: "maker", type: "address" },
    { name: "collection", type: "address" },
    { name: "tokensRoot", type: "bytes32" },
    { name: "amount", type: "uint96" },
    { name: "expiresAt", type: "uint40" },
    { name: "nonce", type: "uint256" },
  ],
} as const;

/** The EIP-712 domain of a market. */
export const orderDomain = ({ chainId, market }: MarketDomain) => ({
  name: "Graphiti ArtMarket",
  version: "1",
  chainId,
  verifyingContract: market,
});

/** A listing as the contract's functions take it. */
export const listingArgument = (listing: SignedListing) => ({
  ...listing,
  tokenId: BigInt(listing.tokenId),
  price: BigInt(listing.price),
  startsAt: Number(listing.startsAt),
  expiresAt: Number(listing.expiresAt),
  transfers: Number(listing.transfers),
  referrerBps: Number(listing.referrerBps),
  nonce: BigInt(listing.nonce),
});

/** An offer as the contract's functions take it. */
export const offerArgument = (offer: SignedOffer) => ({
  ...offer,
  amount: BigInt(offer.amount),
  expiresAt: Number(offer.expiresAt),
  nonce: BigInt(offer.nonce),
});

/** What a wallet is asked to sign for a listing. */
export const listingToSign = (domain: MarketDomain, listing: SignedListing) => ({
  domain: orderDomain(domain),
  types: { Listing: orderTypes.Listing },
  primaryType: "Listing" as const,
  message: listingArgument(listing),
});

/** What a wallet is asked to sign for an offer. */
export const offerToSign = (domain: MarketDomain, offer: SignedOffer) => ({
  domain: orderDomain(domain),
  types: { Offer: orderTypes.Offer },
  primaryType: "Offer" as const,
  message: offerArgument(offer),
});

/** Who must have signed an order. */
export const signerOf = (order: MarketOrder): Address =>
  order.kind === "listing" ? order.order.seller : order.order.maker;

/** The digest that the signature is over, and that tells one order from another. */
export const orderHash = (domain: MarketDomain, order: MarketOrder): Hex =>
  order.kind === "listing"
    ? hashTypedData(listingToSign(domain, order.order))
    : hashTypedData(offerToSign(domain, order.order));

const treeOf = (tokenIds: readonly string[]) =>
  StandardMerkleTree.of(
    tokenIds.map((tokenId) => [tokenId]),
    ["uint256"],
  );

/** The root of a set of tokens as an offer names it; none stand for the whole collection. */
export const tokensRoot = (tokenIds: readonly string[]): Hex =>
  tokenIds.length === 0 ? zeroHash : (treeOf(tokenIds).root as Hex);

/** The proof that a token is in a set. Undefined where it is not; empty where the set is the whole collection. */
export function tokenProof(tokenIds: readonly string[], tokenId: string): Hex[] | undefined {
  if (tokenIds.length === 0) return [];
  const place = tokenIds.indexOf(tokenId);
  return place < 0 ? undefined : (treeOf(tokenIds).getProof(place) as Hex[]);
}
