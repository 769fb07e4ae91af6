/** Wei rules of an offer. Twin of `Offer.sol`; both are held to the same vectors. `/` is floor division. */

import { isAssembly, type LotShape, lotTiles, tileLotCount } from "./terms.ts";

export type Offer = { minPrice: bigint; maxPrice: bigint; rampSeconds: number };

const bondFactor = 5n;
const lateFeeDivisor = 4n;
const wholeBps = 10_000n;
/** Of a job with several lots: what is left for the tiles, and what joining them is paid. */
const tilesPercent = 95n;
const assemblyPercent = 5n;
/** Attesters get a tenth of a lot's price in all, where any are asked for. */
const attestersDivisor = 10n;

/** The highest price whose bond still fits the 80 bits in which stake is counted. */
export const maxPriceWei = (2n ** 80n - 1n) / bondFactor;

/** The job's price after `openSeconds` of being open: rises from min to max over the ramp, then stays. */
export function priceAt(offer: Offer, openSeconds: number): bigint {
  const elapsed = BigInt(Math.min(openSeconds, offer.rampSeconds));
  return offer.minPrice + ((offer.maxPrice - offer.minPrice) * elapsed) / BigInt(offer.rampSeconds);
}

/** A tile lot's part of an amount in wei, where an assembly lot follows. */
function tilePart(amountWei: bigint, shape: LotShape, index: number): bigint {
  return (amountWei * tilesPercent * BigInt(lotTiles(shape, index))) / (100n * BigInt(shape.tiles));
}

/**
 * What of the escrowed `maxPrice` belongs to a lot. The shares of all lots add up to it exactly: the assembly lot
 * takes what the tile lots leave.
 * @throws RangeError for a lot that the job does not have
 */
export function shareOfLot(maxPrice: bigint, shape: LotShape, index: number): bigint {
  if (tileLotCount(shape) === 1 && index === 0) return maxPrice;
  if (!isAssembly(shape, index)) return tilePart(maxPrice, shape, index);
  let left = maxPrice;
  for (let lot = 0; lot < index; lot++) left -= tilePart(maxPrice, shape, lot);
  return left;
}

/**
 * What a lot is paid when the whole job costs `jobPrice`; never more than its share of the highest price.
 * @throws RangeError for a lot that the job does not have
 */
export function priceOfLot(jobPrice: bigint, shape: LotShape, index: number): bigint {
  if (tileLotCount(shape) === 1 && index === 0) return jobPrice;
  if (isAssembly(shape, index)) return (jobPrice * assemblyPercent) / 100n;
  return tilePart(jobPrice, shape, index);
}

/** What a claim locks: five times the lot's share of the highest price. */
export const bond = (shareOfMaxPrice: bigint): bigint => shareOfMaxPrice * bondFactor;

/** What lateness costs: a quarter of the lot's share of the highest price. */
export const lateFee = (shareOfMaxPrice: bigint): bigint => shareOfMaxPrice / lateFeeDivisor;

/**
 * Those of a panel who are to be paid: how many the order asked for, and the age of each one's seal, in the order
 * in which they came. Ages and window in seconds; the window is the class's own, also where the cold one ran.
 */
export type PaidPanel = { attesters: number; windowSeconds: number; ages: readonly number[] };

const nobody: PaidPanel = { attesters: 0, windowSeconds: 1, ages: [] };

/** What all attesters of a lot can get together, in wei. */
export const attestersPot = (price: bigint, attesters: number): bigint =>
  attesters === 0 ? 0n : price / attestersDivisor;

/** What one seal is worth: its part of the pot, falling with its age to a quarter at the window's end. */
export function attesterPay(
  pot: bigint,
  { attesters, windowSeconds }: Pick<PaidPanel, "attesters" | "windowSeconds">,
  ageSeconds: number,
): bigint {
  const left = Math.max(windowSeconds, 4 * windowSeconds - 3 * ageSeconds);
  return (pot * BigInt(left)) / BigInt(4 * windowSeconds * attesters);
}

/** Only as many are paid as were asked for: the first ones. */
function paysOf(price: bigint, panel: PaidPanel): bigint[] {
  const pot = attestersPot(price, panel.attesters);
  return panel.ages.map((age, seat) => (seat < panel.attesters ? attesterPay(pot, panel, age) : 0n));
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

export type Settlement = {
  operatorPay: bigint;
  protocolFee: bigint;
  /** One for each age of the panel. */
  attesterPays: bigint[];
  artistRefund: bigint;
};

/**
 * Splits a lot's share of the escrow at its frozen price; all parts add up to the share.
 * @param matching those whose seals matched; left out where nobody was asked to attest
 */
export function settle(
  shareOfMaxPrice: bigint,
  price: bigint,
  protocolFeeBps: number,
  matching: PaidPanel = nobody,
): Settlement {
  const protocolFee = (price * BigInt(protocolFeeBps)) / wholeBps;
  const pot = attestersPot(price, matching.attesters);
  const attesterPays = paysOf(price, matching);
  return {
    operatorPay: price - protocolFee - pot,
    protocolFee,
    attesterPays,
    artistRefund: shareOfMaxPrice - price + pot - sum(attesterPays),
  };
}

/**
 * Who gets the late fee of a lot whose vote did not carry: the first objectors their normal pay, nobody the rest.
 * Without a single seal the whole fee is the artist's instead.
 */
export function splitLateFee(
  lateFeeWei: bigint,
  price: bigint,
  objectors: PaidPanel,
): { objectorPays: bigint[]; burned: bigint } {
  const objectorPays = paysOf(price, objectors);
  return { objectorPays, burned: lateFeeWei - sum(objectorPays) };
}
