/** Wei rules of an offer. Twin of `Offer.sol`; both are held to the same vectors. */

export type Offer = { minPrice: bigint; maxPrice: bigint; rampSeconds: number };

const bondFactor = 5n;
const lateFeeDivisor = 4n;
const wholeBps = 10_000n;

/** Price after `openSeconds` of being open: rises from min to max over the ramp, then stays. */
export function priceAt(offer: Offer, openSeconds: number): bigint {
  const elapsed = BigInt(Math.min(openSeconds, offer.rampSeconds));
  return offer.minPrice + ((offer.maxPrice - offer.minPrice) * elapsed) / BigInt(offer.rampSeconds);
}

/** A lot's part of an amount, by tiles; the remainder of the division stays with the artist. */
export function lotShare(amountWei: bigint, lotTiles: number, tiles: number): bigint {
  return (amountWei * BigInt(lotTiles)) / BigInt(tiles);
}

/** What a claim locks: five times the lot's share of the highest price. */
export const bond = (shareOfMaxPrice: bigint): bigint => shareOfMaxPrice * bondFactor;

/** What lateness costs: a quarter of the lot's share of the highest price. */
export const lateFee = (shareOfMaxPrice: bigint): bigint => shareOfMaxPrice / lateFeeDivisor;

export type Settlement = { operatorPay: bigint; protocolFee: bigint; artistRefund: bigint };

/** Splits a lot's share of the escrow at its frozen price; the three parts add up to the share. */
export function settle(shareOfMaxPrice: bigint, price: bigint, protocolFeeBps: number): Settlement {
  const protocolFee = (price * BigInt(protocolFeeBps)) / wholeBps;
  return { operatorPay: price - protocolFee, protocolFee, artistRefund: shareOfMaxPrice - price };
}
