import { classOf, type EscrowRules, lotSpanSeconds } from "@graphiti/protocol/escrow-rules.ts";
import { bond, priceAt, priceOfLot, settle, shareOfLot } from "@graphiti/protocol/offer.ts";
import { isAssembly, lotTiles, makesFile, shapeOf, type Terms } from "@graphiti/protocol/terms.ts";

/** Everything that a decision about one open lot rests on. */
export type Case = {
  terms: Terms;
  rules: EscrowRules;
  lotIndex: number;
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

/** Gas of claim, submit and finalise with its mint, rounded up; and what each seat and tile adds to finalise. */
export const gasPerLot = 300_000n;
const gasPerSeal = 15_000n;
const gasPerTileProbe = 700n;

/** A node that needs all of the time that a claim gives is a late one. */
const usableShareOfClaim = 0.7;

/** What joining the tiles is worth, beside computing them: as in the split of the price. */
const assemblyDivisor = 20n;

/** A lot is looked at again no sooner, and no later, than this. */
const shortestWaitSeconds = 3;
const longestWaitSeconds = 120;
/** What this node lacks can be there again whenever it has finished a lot. */
const longestWaitForUsSeconds = 15;
const waitPartOfAge = 0.25;

/** How long to leave a lot that has been open for so long: each wait is a quarter longer than the last. */
export const waitSecondsAt = (openSeconds: number, longest = longestWaitSeconds): number =>
  Math.min(longest, Math.max(shortestWaitSeconds, openSeconds * waitPartOfAge));

export const later = (because: string, waitSeconds: number): Verdict & { take: false } => ({
  take: false,
  because,
  never: false,
  waitSeconds,
});
const never = (because: string): Verdict => ({ take: false, because, never: true });

/** Gas of all transactions that a lot takes from its worker, at the most. */
export function lotGas({ tiles, order }: Terms, lotIndex: number): bigint {
  if (order.attesters === 0) return gasPerLot;
  const probes = BigInt(lotTiles({ tiles, tilesPerLot: order.tilesPerLot }, lotIndex));
  return gasPerLot + gasPerSeal * BigInt(order.attesters) + gasPerTileProbe * probes;
}

/** The least that an operator wants for a lot; for joining the tiles, the same part of all tiles' as is paid for it. */
function floorOf({ terms, lotIndex, floorWeiPerTile }: Case): bigint {
  const shape = shapeOf(terms);
  if (isAssembly(shape, lotIndex)) return (floorWeiPerTile * BigInt(terms.tiles)) / assemblyDivisor;
  return floorWeiPerTile * BigInt(lotTiles(shape, lotIndex));
}

/** Decides whether an open lot is worth claiming now. */
export function judge(facts: Case): Verdict {
  const { terms, rules, lotIndex, nowSeconds } = facts;
  const { order } = terms;
  const shape = shapeOf(terms);
  const openSeconds = Math.max(0, nowSeconds - facts.openedAt);
  if (!rules.classes[order.finalityClass]) return never("its finality class is unknown");
  // Time must be left for the assembly lot too.
  const spans = makesFile(shape, lotIndex) ? 1 : 2;
  if (nowSeconds + spans * lotSpanSeconds(rules, order) > order.deadline)
    return never("its deadline is too near");
  if (facts.workSeconds > order.claimSeconds * usableShareOfClaim)
    return later("it takes too long on this machine", waitSecondsAt(openSeconds));

  const share = shareOfLot(order.maxPrice, shape, lotIndex);
  const gasWei = lotGas(terms, lotIndex) * facts.gasPriceWei;
  const { windowSeconds } = classOf(rules, order.finalityClass);
  const panel = { attesters: order.attesters, windowSeconds, ages: [] };
  const payAt = (openSeconds: number) => {
    const price = priceOfLot(priceAt(order, openSeconds), shape, lotIndex);
    return settle(share, price, rules.protocolFeeBps, panel).operatorPay;
  };
  const floorWei = floorOf(facts);
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
  return { take: true, minPayWei: priceThatPays(leastWei, rules, order.attesters) };
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

/** Of a price where anybody is asked to attest. */
const attestersBps = 1_000n;

/**
 * The lowest price of which the operator's part is at least `payWei` (> 0), but for a wei or two. Clocks differ, so
 * the claim asks for what is worth while and not for the price of the moment.
 */
function priceThatPays(payWei: bigint, { protocolFeeBps }: EscrowRules, attesters: number): bigint {
  const taken = BigInt(protocolFeeBps) + (attesters === 0 ? 0n : attestersBps);
  // price − ⌊price·fee⌋ − ⌊price/10⌋ ≥ price·(1 − taken), and whole  ⇐  price·(1 − taken) > pay − 1
  return ((payWei - 1n) * 10_000n) / (10_000n - taken) + 1n;
}
