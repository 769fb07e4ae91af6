import type { Order, Terms } from "./records.ts";

/** The money rules: whole wei, every division rounds down. */

export const maxPriceOfAll = (2n ** 80n - 1n) / 5n;
export const maxStakeOfAll = 2n ** 80n - 1n;

export const tileLotsOf = (tiles: bigint, tilesPerLot: number): bigint =>
  (tiles + BigInt(tilesPerLot) - 1n) / BigInt(tilesPerLot);

/** How a job is cut: `tileLots` lots of tiles, and one more for joining them when they are several. */
export function cutOf({ tiles, order }: Terms): { tileLots: number; lotCount: number } {
  const tileLots = Number(tileLotsOf(BigInt(tiles), order.tilesPerLot));
  return { tileLots, lotCount: tileLots === 1 ? 1 : tileLots + 1 };
}

export function isAssembly(terms: Terms, index: number): boolean {
  const { tileLots } = cutOf(terms);
  return tileLots > 1 && index === tileLots;
}

/** Tiles that a lot is about; the assembly's one "tile" is the whole picture. */
export function tilesOfLot(terms: Terms, index: number): number {
  if (isAssembly(terms, index)) return 1;
  return Math.min(terms.order.tilesPerLot, terms.tiles - index * terms.order.tilesPerLot);
}

/** Price of the whole job after so many seconds of being open. */
export function jobPrice({ minPrice, maxPrice, rampSeconds }: Order, openSeconds: number): bigint {
  if (openSeconds >= rampSeconds) return maxPrice;
  return minPrice + ((maxPrice - minPrice) * BigInt(openSeconds)) / BigInt(rampSeconds);
}

/** A tile lot's part of an amount for the whole job, by its tiles; 5 % are kept for the assembly. */
function tilePart(terms: Terms, index: number, amount: bigint): bigint {
  return (amount * 95n * BigInt(tilesOfLot(terms, index))) / (100n * BigInt(terms.tiles));
}

/** What of the escrowed money stands for this lot; the shares of all lots are maxPrice to the wei. */
export function shareOf(terms: Terms, index: number): bigint {
  const { maxPrice } = terms.order;
  const { tileLots } = cutOf(terms);
  if (tileLots === 1) return maxPrice;
  if (index < tileLots) return tilePart(terms, index, maxPrice);
  let left = maxPrice;
  for (let lot = 0; lot < tileLots; lot++) left -= tilePart(terms, lot, maxPrice);
  return left;
}

export function lotPrice(terms: Terms, index: number, openSeconds: number): bigint {
  const price = jobPrice(terms.order, openSeconds);
  if (cutOf(terms).tileLots === 1) return price;
  return isAssembly(terms, index) ? (price * 5n) / 100n : tilePart(terms, index, price);
}

export const bondOf = (terms: Terms, index: number): bigint => 5n * shareOf(terms, index);
export const lateFeeOf = (terms: Terms, index: number): bigint => shareOf(terms, index) / 4n;

/** The attesters' part of a price. */
export const potOf = (price: bigint, wanted: number): bigint => (wanted === 0 ? 0n : price / 10n);

/** One attester's pay: its part of the pot, down to a quarter as the class's window goes by. */
export function attesterPay(pot: bigint, wanted: number, windowSeconds: number, ageSeconds: number): bigint {
  const most = 4n * BigInt(windowSeconds);
  const left = Math.max(windowSeconds, 4 * windowSeconds - 3 * ageSeconds);
  return (pot * BigInt(left)) / (most * BigInt(wanted));
}

/** A settled lot: `operatorPay + protocolFee + attester pays + artistRefund` is its share. */
export function splitOf(
  share: bigint,
  price: bigint,
  wanted: number,
  protocolFeeBps: number,
  attesterPays: readonly bigint[],
): { operatorPay: bigint; protocolFee: bigint; artistRefund: bigint } {
  const protocolFee = (price * BigInt(protocolFeeBps)) / 10_000n;
  const pot = potOf(price, wanted);
  const paid = attesterPays.reduce((sum, pay) => sum + pay, 0n);
  return {
    operatorPay: price - protocolFee - pot,
    protocolFee,
    artistRefund: share - price + pot - paid,
  };
}
