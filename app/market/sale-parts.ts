/** Where a price goes, in wei. The parts add up to the price. */
export type SaleParts = {
  royaltyWei: bigint;
  feeWei: bigint;
  referralWei: bigint;
  operatorShareWei: bigint;
  proceedsWei: bigint;
};

type Rules = {
  /** What `royaltyOf` asks for this price; nothing where the seller receives it anyway. */
  royaltyWei: bigint;
  isRoyaltyToSeller: boolean;
  /** What `operatorShareOf` puts aside of this price. */
  operatorShareWei: bigint;
  feeBps: number;
  referrerBps: number;
};

const wholeBps = 10_000n;

/** Divides a price as the market does: what divisions leave is the seller's. */
export function saleParts(
  priceWei: bigint,
  { royaltyWei, isRoyaltyToSeller, operatorShareWei, feeBps, referrerBps }: Rules,
): SaleParts {
  const paidRoyaltyWei = isRoyaltyToSeller ? 0n : royaltyWei;
  const feeWei = (priceWei * BigInt(feeBps)) / wholeBps;
  const referralWei = (priceWei * BigInt(referrerBps)) / wholeBps;
  const proceedsWei = priceWei - paidRoyaltyWei - feeWei - referralWei - operatorShareWei;
  return { royaltyWei: paidRoyaltyWei, feeWei, referralWei, operatorShareWei, proceedsWei };
}
