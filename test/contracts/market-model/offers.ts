import type { Address, Hex } from "viem";
import { refuse } from "../model/revert.ts";
import { deliver, payInEther, payInWrapped, type Sale, send, wantBps, wantUnexpired } from "./paying.ts";
import { holds } from "./sets.ts";
import { type SignedOffer, spendSignature } from "./signatures.ts";
import { type Context, keyOf, noOffer, type Offer, type World } from "./world.ts";

export function makeOffer(
  world: World,
  call: Context,
  collection: Address,
  tokenId: bigint,
  expiresAt: number,
) {
  wantUnexpired(world, call.now, expiresAt);
  const maker = call.from;
  const key = keyOf(collection, tokenId, maker);
  const amount = world.offers.get(key).amount + call.value;
  if (amount === 0n) refuse("PriceIsZero");
  world.move(maker, world.addresses.market, call.value);
  world.offers.set(key, { amount, expiresAt });
  call.emitted.push({ event: "OfferMade", args: { collection, tokenId, maker, amount, expiresAt } });
}

function take(world: World, collection: Address, tokenId: bigint, maker: Address): Offer {
  const key = keyOf(collection, tokenId, maker);
  const offer = world.offers.get(key);
  if (offer.amount === 0n) refuse("NoOffer", collection, tokenId, maker);
  world.offers.set(key, noOffer);
  return offer;
}

export function cancelOffer(
  world: World,
  call: Context,
  collection: Address,
  tokenId: bigint,
  maker: Address,
) {
  const { amount, expiresAt } = take(world, collection, tokenId, maker);
  if (call.from !== maker && !world.rules.isExpiredAt(call.now, expiresAt))
    refuse("NotTheMaker", call.from, maker);
  call.emitted.push({ event: "OfferCanceled", args: { collection, tokenId, maker, amount } });
  send(world, call, maker, amount);
}

function wantAccepted(world: World, { price, referrerBps }: Sale, minAmount: bigint): void {
  if (price < minAmount) refuse("OfferTooLow", price, minAmount);
  if (price === 0n) refuse("PriceIsZero");
  wantBps(world, referrerBps);
}

export function acceptOffer(
  world: World,
  call: Context,
  collection: Address,
  tokenId: bigint,
  maker: Address,
  minAmount: bigint,
  referrer: Address,
  referrerBps: number,
): void {
  const { amount, expiresAt } = take(world, collection, tokenId, maker);
  wantUnexpired(world, call.now, expiresAt);
  const seller = call.from;
  const sale = { kind: 2, collection, tokenId, seller, buyer: maker, price: amount, referrer, referrerBps };
  wantAccepted(world, sale, minAmount);
  deliver(world, sale, seller);
  payInEther(world, call, sale);
}

export function acceptSignedOffer(
  world: World,
  call: Context,
  offer: SignedOffer,
  signature: Hex,
  tokenId: bigint,
  proof: readonly Hex[],
  minAmount: bigint,
  referrer: Address,
  referrerBps: number,
): void {
  const { maker, collection, tokensRoot, amount, expiresAt, nonce } = offer;
  wantUnexpired(world, call.now, expiresAt);
  if (!holds(tokensRoot, tokenId, proof)) refuse("OutsideTheSet", tokenId);
  const seller = call.from;
  const sale = { kind: 3, collection, tokenId, seller, buyer: maker, price: amount, referrer, referrerBps };
  wantAccepted(world, sale, minAmount);
  spendSignature(world, call, maker, nonce, { kind: "Offer", message: offer }, signature);
  deliver(world, sale, seller);
  payInWrapped(world, call, sale);
}
