import { zeroAddress } from "viem";
import { refuse } from "../model/revert.ts";
import { countOf, wantOwner, wantUnmoved } from "./listings.ts";
import { deliver, payInEther, send } from "./paying.ts";
import { moveToken } from "./tokens.ts";
import { type Auction, type Context, noAuction, type World } from "./world.ts";

const shortest = 15 * 60;
const longest = 90 * 24 * 3600;

export function openAuction(
  world: World,
  call: Context,
  tokenId: bigint,
  reserve: bigint,
  durationSeconds: number,
) {
  const { art } = world.addresses;
  wantOwner(world, call, art, tokenId);
  if (reserve === 0n) refuse("PriceIsZero");
  if (durationSeconds < shortest || durationSeconds > longest)
    refuse("DurationOutOfRange", durationSeconds, shortest, longest);
  const transfers = countOf(world, art, tokenId);
  const seller = call.from;
  world.auctions.set(tokenId, { ...noAuction, amount: reserve, seller, transfers, durationSeconds });
  call.emitted.push({
    event: "AuctionOpened",
    args: { tokenId, seller, reserve, durationSeconds, transfers },
  });
}

function auctionOf(world: World, tokenId: bigint): Auction {
  const auction = world.auctions.get(tokenId);
  return auction.seller === zeroAddress ? refuse("NoAuction", tokenId) : auction;
}

export function cancelAuction(world: World, call: Context, tokenId: bigint): void {
  const { seller, bidder } = auctionOf(world, tokenId);
  if (call.from !== seller) refuse("NotTheSeller", call.from, seller);
  if (bidder !== zeroAddress) refuse("AuctionRuns", tokenId);
  world.auctions.set(tokenId, noAuction);
  call.emitted.push({ event: "AuctionCanceled", args: { tokenId, seller } });
}

export function leastBid({ bidder, amount }: Auction, raiseDivisor: bigint): bigint {
  return bidder === zeroAddress ? amount : amount + (amount + raiseDivisor - 1n) / raiseDivisor;
}

export function bid(world: World, call: Context, tokenId: bigint): void {
  const { extensionSeconds, raiseDivisor } = world.rules;
  const { art, market } = world.addresses;
  const auction = auctionOf(world, tokenId);
  const wants = leastBid(auction, raiseDivisor);
  if (call.value < wants) refuse("BidTooLow", call.value, wants);
  const isFirst = auction.bidder === zeroAddress;
  if (isFirst) wantUnmoved(world, art, tokenId, auction.transfers);
  else if (call.now >= auction.endsAt) refuse("AuctionOver", auction.endsAt);
  const endsAt = isFirst
    ? call.now + auction.durationSeconds
    : Math.max(auction.endsAt, call.now + extensionSeconds);
  world.move(call.from, market, call.value);
  world.auctions.set(tokenId, { ...auction, bidder: call.from, amount: call.value, endsAt });
  const args = { tokenId, bidder: call.from, amount: call.value, endsAt };
  call.emitted.push({ event: "BidPlaced", args });
  if (isFirst) moveToken(world, market, art, auction.seller, market, tokenId);
  else send(world, call, auction.bidder, auction.amount);
}

export function settle(world: World, call: Context, tokenId: bigint): void {
  const { art, market } = world.addresses;
  const { bidder, endsAt, seller, amount } = auctionOf(world, tokenId);
  if (bidder === zeroAddress) refuse("NoBids", tokenId);
  if (call.now < endsAt) refuse("TooEarly", endsAt);
  world.auctions.set(tokenId, noAuction);
  const nobody = { referrer: zeroAddress, referrerBps: 0 };
  const sale = { kind: 4, collection: art, tokenId, seller, buyer: bidder, price: amount, ...nobody };
  deliver(world, sale, market);
  payInEther(world, call, sale);
}
