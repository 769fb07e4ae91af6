import { clearingPrice, salePriceAt } from "@graphiti/protocol/drop.ts";
import { zeroHash } from "viem";
import type { DropView } from "../_data/drops.ts";

/** What of a drop's terms its price and its times hang on. Amounts are wei as decimal strings, times Unix seconds. */
export type SaleTerms = Pick<
  DropView,
  "supply" | "startPrice" | "floorPrice" | "fallSeconds" | "startsAt" | "endsAt" | "allowEndsAt" | "allowRoot"
>;

/** How far a drop has come; `soldOutAt` is left out as long as there are works left. */
export type DropProgress = { sold: number; settled: number; soldOutAt?: number };

/** Works that nobody posted within this are paid back. Twin of `SeriesDrop.POST_SECONDS`. */
export const postSeconds = 7 * 86_400;

export type DropPhase =
  /** Nobody can buy yet. */
  | { kind: "before"; opensAt: number }
  /** Only who is on the list may buy; then everybody, if that is before the end. */
  | { kind: "list"; opensAt?: number; endsAt: number }
  | { kind: "public"; endsAt: number }
  /** The sale is over, and works have not ended yet: until `postingEndsAt` those that wait can be posted. */
  | { kind: "settling"; clearingWei: bigint; postingEndsAt: number }
  | { kind: "settled"; clearingWei: bigint };

const fallOf = ({ startPrice, floorPrice, fallSeconds, startsAt }: SaleTerms) => ({
  startPrice: BigInt(startPrice),
  floorPrice: BigInt(floorPrice),
  fallSeconds,
  startsAt,
});

/** Wei for one work at a second. */
export const priceOfDrop = (terms: SaleTerms, second: number): bigint => salePriceAt(fallOf(terms), second);

/** Whether a list stands between the public and the works at a second. */
export const isListed = ({ allowRoot, allowEndsAt, startsAt }: SaleTerms, second: number): boolean =>
  allowRoot !== zeroHash && Math.max(second, startsAt) < allowEndsAt;

/** Where a drop stands at a second of the chain's clock. */
export function dropPhase(terms: SaleTerms, progress: DropProgress, now: number): DropPhase {
  const { startsAt, endsAt, allowEndsAt } = terms;
  const { sold, settled, soldOutAt } = progress;
  const overAt = soldOutAt ?? endsAt;
  if (now >= overAt) {
    const clearingWei = clearingPrice(fallOf(terms), soldOutAt ?? 0);
    if (settled === sold) return { kind: "settled", clearingWei };
    return { kind: "settling", clearingWei, postingEndsAt: overAt + postSeconds };
  }
  if (now < startsAt) return { kind: "before", opensAt: startsAt };
  if (isListed(terms, now))
    return { kind: "list", endsAt, ...(allowEndsAt < endsAt && { opensAt: allowEndsAt }) };
  return { kind: "public", endsAt };
}

export const isOnSale = ({ kind }: DropPhase): boolean => kind === "list" || kind === "public";
export const isOver = ({ kind }: DropPhase): boolean => kind === "settling" || kind === "settled";

/** Most works in one call. Twin of `SeriesDrop.MAX_BATCH`. */
export const mostInOneCall = 50;

/** How many more works an account may buy in one call. */
export const quantityLeft = (
  { supply, walletCap }: { supply: number; walletCap: number },
  sold: number,
  bought: number,
): number => Math.max(0, Math.min(supply - sold, walletCap - bought, mostInOneCall));
