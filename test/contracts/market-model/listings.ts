import type { Address, Hex } from "viem";
import { refuse } from "../model/revert.ts";
import { deliver, payInEther, type Sale, send, wantBps, wantUnexpired } from "./paying.ts";
import { type SignedListing, spendSignature } from "./signatures.ts";
import { type Context, keyOf, noListing, type World } from "./world.ts";

export function wantOwner(world: World, call: Context, collection: Address, tokenId: bigint): void {
  const owner = world.ownerOf(collection, tokenId);
  if (call.from !== owner) refuse("NotTheOwner", call.from, owner);
}

export function wantUnmoved(world: World, collection: Address, tokenId: bigint, consentedAt: bigint): void {
  const transfers = world.transfers.get(keyOf(collection, tokenId));
  if (transfers !== consentedAt && world.rules.listingsDie)
    refuse("TokenMoved", tokenId, transfers, consentedAt);
}

function wantStanding(world: World, collection: Address, tokenId: bigint, consentedAt: bigint): void {
  if (collection === world.addresses.art) {
    wantUnmoved(world, collection, tokenId, consentedAt);
    return;
  }
  world.ownerOf(collection, tokenId);
  if (world.approved.get(keyOf(collection, tokenId)) !== world.addresses.market)
    refuse("NotApproved", collection, tokenId);
}

export const countOf = (world: World, collection: Address, tokenId: bigint): bigint =>
  collection === world.addresses.art ? world.transfers.get(keyOf(collection, tokenId)) : 0n;

export function list(
  world: World,
  call: Context,
  collection: Address,
  tokenId: bigint,
  price: bigint,
  expiresAt: number,
  referrerBps: number,
): void {
  wantOwner(world, call, collection, tokenId);
  if (price === 0n) refuse("PriceIsZero");
  wantUnexpired(world, call.now, expiresAt);
  wantBps(world, referrerBps);
  const transfers = countOf(world, collection, tokenId);
  const seller = call.from;
  world.listings.set(keyOf(collection, tokenId, seller), { price, expiresAt, transfers, referrerBps });
  const args = { collection, tokenId, seller, price, expiresAt, transfers, referrerBps };
  call.emitted.push({ event: "Listed", args });
}

export function unlist(world: World, call: Context, collection: Address, tokenId: bigint): void {
  const seller = call.from;
  const key = keyOf(collection, tokenId, seller);
  if (world.listings.get(key).price === 0n) refuse("NotListed", collection, tokenId, seller);
  world.listings.set(key, noListing);
  call.emitted.push({ event: "Unlisted", args: { collection, tokenId, seller } });
}

function sell(world: World, call: Context, sale: Sale, maxPrice: bigint): void {
  const { price, seller } = sale;
  if (price > maxPrice) refuse("PriceTooHigh", price, maxPrice);
  if (call.value < price) refuse("ValueTooLow", call.value, price);
  world.move(call.from, world.addresses.market, call.value);
  deliver(world, sale, seller);
  payInEther(world, call, sale);
  send(world, call, call.from, call.value - price);
}

export function buy(
  world: World,
  call: Context,
  collection: Address,
  tokenId: bigint,
  maxPrice: bigint,
  recipient: Address,
  referrer: Address,
): void {
  const seller = world.ownerOf(collection, tokenId);
  const key = keyOf(collection, tokenId, seller);
  const { price, expiresAt, transfers, referrerBps } = world.listings.get(key);
  if (price === 0n) refuse("NotListed", collection, tokenId, seller);
  wantUnexpired(world, call.now, expiresAt);
  wantStanding(world, collection, tokenId, transfers);
  world.listings.set(key, noListing);
  const sale = { kind: 0, collection, tokenId, seller, buyer: recipient, price, referrer, referrerBps };
  sell(world, call, sale, maxPrice);
}

export function buySigned(
  world: World,
  call: Context,
  listing: SignedListing,
  signature: Hex,
  maxPrice: bigint,
  recipient: Address,
  referrer: Address,
): void {
  const { seller, collection, tokenId, price, startsAt, expiresAt, transfers, referrerBps, nonce } = listing;
  if (price === 0n) refuse("PriceIsZero");
  if (call.now < startsAt) refuse("TooEarly", startsAt);
  wantUnexpired(world, call.now, expiresAt);
  wantBps(world, referrerBps);
  wantStanding(world, collection, tokenId, transfers);
  spendSignature(world, call, seller, nonce, { kind: "Listing", message: listing }, signature);
  const sale = { kind: 1, collection, tokenId, seller, buyer: recipient, price, referrer, referrerBps };
  sell(world, call, sale, maxPrice);
}

export function cancelNonces(world: World, call: Context, wordIndex: bigint, mask: bigint): void {
  for (let bit = 0n; bit < 256n; bit++)
    if ((mask >> bit) & 1n) world.spent.set(keyOf(call.from, wordIndex * 256n + bit), true);
  call.emitted.push({ event: "NoncesCanceled", args: { account: call.from, wordIndex, mask } });
}
