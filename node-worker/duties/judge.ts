import type { EscrowRules } from "@graphiti/protocol/escrow-rules.ts";
import { spanSeconds } from "@graphiti/protocol/escrow-rules.ts";
import { bond, lotShare, priceAt, settle } from "@graphiti/protocol/offer.ts";
import type { Terms } from "@graphiti/protocol/terms.ts";

/** Everything that a decision about one open lot rests on. */
export type Case = {
  terms: Terms;
  rules: EscrowRules;
  lotTiles: number;
  /** Unix seconds: now, and when the lot opened (moved on by the time in which it was not open). */
  nowSeconds: number;
  openedAt: number;
  floorWeiPerTile: bigint;
  freeStakeWei: bigint;
  gasPriceWei: bigint;
  keyBalanceWei: bigint;
  /** How long the whole lot is going to take here. */
  workSeconds: number;
  lotsInFlight: number;
  mostLotsInFlight: number;
  diskFreeBytes: number;
  diskNeedBytes: number;
};

export type Verdict =
  | { take: true; minPayWei: bigint }
  /** `never`: nothing that changes with time can make it worth while. Else it is worth another look after `waitSeconds`. */
  | { take: false; because: string; never: true }
  | { take: false; because: string; never: false; waitSeconds: number };

/** Gas of claim, submit and finalise with its mint, rounded up. */
export const gasPerLot = 300_000n;

/** A node that needs all of the time that a claim gives is a late one. */
const usableShareOfClaim = 0.7;

/** A lot is looked at again no sooner, and no later, than this. */
const shortestWaitSeconds = 3;
const longestWaitSeconds = 120;
/** What this node lacks can be there again whenever it has finished a lot. */
const longestWaitForUsSeconds = 15;
const waitPartOfAge = 0.25;

/** How long to leave a lot that has been open for so long: each wait is a quarter longer than the last. */
export const waitSecondsAt = (openSeconds: number, longest = longestWaitSeconds): number =>
  Math.min(longest, Math.max(shortestWaitSeconds, openSeconds * waitPartOfAge));

const later = (because: string, waitSeconds: number): Verdict => ({
  take: false,
  because,
  never: false,
  waitSeconds,
});
const never = (because: string): Verdict => ({ take: false, because, never: true });

/** Decides whether an open lot is worth claiming now. */
export function judge(facts: Case): Verdict {
  const { terms, rules, lotTiles, nowSeconds } = facts;
  const { order } = terms;
  const openSeconds = Math.max(0, nowSeconds - facts.openedAt);
  const finality = rules.classes[order.finalityClass];
  if (!finality) return never("its finality class is unknown");
  if (nowSeconds + spanSeconds(finality, order.claimSeconds) > order.deadline)
    return never("its deadline is too near");
  if (facts.workSeconds > order.claimSeconds * usableShareOfClaim)
    return later("it takes too long on this machine", waitSecondsAt(openSeconds));

  const share = lotShare(order.maxPrice, lotTiles, terms.tiles);
  const gasWei = gasPerLot * facts.gasPriceWei;
  const payAt = (openSeconds: number) => {
    const price = lotShare(priceAt(order, openSeconds), lotTiles, terms.tiles);
    return settle(share, price, rules.protocolFeeBps).operatorPay;
  };
  const floorWei = facts.floorWeiPerTile * BigInt(lotTiles);
  if (payAt(order.rampSeconds) < floorWei) return never("it never pays the floor price");
  const pay = payAt(openSeconds);
  const leastWei = floorWei > gasWei ? floorWei : gasWei + 1n;
  const whenItPays = () => {
    const left = secondsUntil((seconds) => payAt(seconds) >= leastWei, openSeconds, order.rampSeconds);
    return Math.min(longestWaitSeconds, Math.max(1, left));
  };
  if (pay < floorWei) return later("it does not pay the floor price yet", whenItPays());
  if (pay < leastWei) return later("it pays less than its gas", whenItPays());

  const forUs = waitSecondsAt(openSeconds, longestWaitForUsSeconds);
  if (facts.freeStakeWei < bond(share)) return later("its bond is more than the stake that is free", forUs);
  if (facts.keyBalanceWei < gasWei * 2n) return later("the machine key has too little for gas", forUs);
  if (facts.lotsInFlight >= facts.mostLotsInFlight) return later("enough lots are in flight", forUs);
  if (facts.diskFreeBytes < facts.diskNeedBytes) return later("there is too little room on the disk", forUs);
  return { take: true, minPayWei: priceThatPays(leastWei, rules) };
}

/** Seconds from `from` until `holds`, which stays true once it is; infinite when it is not true at `to` either. */
function secondsUntil(holds: (seconds: number) => boolean, from: number, to: number): number {
  if (!holds(to)) return Number.POSITIVE_INFINITY;
  let no = from;
  let yes = to;
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes - from;
}

/**
 * The lowest price of which the operator's part is at least `payWei` (> 0). Clocks differ, so the claim asks for what
 * is worth while and not for the price of the moment.
 */
function priceThatPays(payWei: bigint, { protocolFeeBps }: EscrowRules): bigint {
  // price − ⌊price·fee⌋ ≥ pay  ⇔  price·(1 − fee) > pay − 1
  return ((payWei - 1n) * 10_000n) / (10_000n - BigInt(protocolFeeBps)) + 1n;
}
