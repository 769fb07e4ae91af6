import { type Address, zeroAddress } from "viem";
import { refuse } from "../model/revert.ts";
import { burner, isAnswer, refuser, royalties, shareBps } from "./people.ts";
import { moveToken, pullWrapped, unwrap } from "./tokens.ts";
import type { Context, World } from "./world.ts";

export type Sale = {
  /** As in `SaleKind`. */
  kind: number;
  collection: Address;
  tokenId: bigint;
  seller: Address;
  buyer: Address;
  price: bigint;
  referrer: Address;
  referrerBps: number;
};

const refuses = (world: World, account: Address) =>
  ([refuser, burner, ...Object.values(world.addresses)] as Address[]).includes(account);

export function send(world: World, call: Context, to: Address, amount: bigint): void {
  if (amount === 0n) return;
  if (!refuses(world, to)) {
    world.move(world.addresses.market, to, amount);
    return;
  }
  world.credits.set(to, world.credits.get(to) + amount);
  call.emitted.push({ event: "Credited", args: { account: to, amount } });
}

export function withdraw(world: World, call: Context, to: Address): void {
  const amount = world.credits.get(call.from);
  if (amount === 0n) refuse("NothingToWithdraw", call.from);
  if (to === zeroAddress) refuse("AddressIsZero");
  if (refuses(world, to)) refuse("TransferFailed", to);
  world.credits.set(call.from, 0n);
  world.move(world.addresses.market, to, amount);
  call.emitted.push({ event: "Withdrawn", args: { account: call.from, to, amount } });
}

/** What the collection asks for, cut at the most that the market pays. */
export function royaltyOf(
  world: World,
  collection: Address,
  tokenId: bigint,
  price: bigint,
): [Address, bigint] {
  const row = royalties[world.collectionOf(collection)][Number(tokenId % 8n)];
  if (!isAnswer(row) || row.receiver === zeroAddress) return [zeroAddress, 0n];
  const asked = (price * BigInt(row.bps)) / 10_000n;
  const most = (price * world.rules.mostRoyaltyBps) / 10_000n;
  return [row.receiver, asked < most ? asked : most];
}

/** What a sale puts aside for the operators; nothing where the token is no work. */
function shareOf(world: World, { collection, tokenId, price }: Sale): bigint {
  if (world.collectionOf(collection) === "foreign") return 0n;
  return (price * BigInt(shareBps[Number(tokenId % 8n)] as number)) / 10_000n;
}

type Divided = { parts: [Address, bigint][]; share: bigint };

function divide(world: World, call: Context, sale: Sale): Divided {
  const { collection, tokenId, seller, price, referrer } = sale;
  const [royaltyReceiver, asked] = royaltyOf(world, collection, tokenId, price);
  const royalty = royaltyReceiver === seller && world.rules.artistPaysNoRoyalty ? 0n : asked;
  const fee = (price * BigInt(world.rules.feeBps)) / 10_000n;
  const referral = referrer === zeroAddress ? 0n : (price * BigInt(sale.referrerBps)) / 10_000n;
  const isArtists = royaltyReceiver === seller && !world.rules.artistPaysShare;
  const share = isArtists ? 0n : shareOf(world, sale);
  if (share > 0n) world.accrued.set(tokenId, world.accrued.get(tokenId) + share);
  const { kind, buyer } = sale;
  call.emitted.push({
    event: "Sold",
    args: {
      collection,
      tokenId,
      seller,
      buyer,
      kind,
      price,
      royaltyReceiver,
      royalty,
      fee,
      referrer,
      referral,
      operatorShare: share,
    },
  });
  const parts: [Address, bigint][] = [
    [royaltyReceiver, royalty],
    [world.treasury, fee],
    [referrer, referral],
    [seller, price - royalty - fee - referral - share],
  ];
  return { parts, share };
}

export function deliver(world: World, sale: Sale, from: Address): void {
  const { market } = world.addresses;
  if (sale.buyer === market) refuse("RecipientRefused", sale.buyer);
  moveToken(world, market, sale.collection, from, sale.buyer, sale.tokenId);
}

export function payInEther(world: World, call: Context, sale: Sale): void {
  for (const [to, amount] of divide(world, call, sale).parts) send(world, call, to, amount);
}

export function payInWrapped(world: World, call: Context, sale: Sale): void {
  const { parts, share } = divide(world, call, sale);
  const { market } = world.addresses;
  pullWrapped(world, sale.buyer, market, share);
  unwrap(world, market, share);
  for (const [to, amount] of parts) pullWrapped(world, sale.buyer, to, amount);
}

export function wantBps(world: World, bps: number): void {
  const { mostReferrerBps } = world.rules;
  if (bps > mostReferrerBps) refuse("ReferrerPartTooHigh", bps, mostReferrerBps);
}

export function wantUnexpired(world: World, now: number, expiresAt: number): void {
  if (world.rules.isExpiredAt(now, expiresAt)) refuse("Expired", expiresAt);
}
