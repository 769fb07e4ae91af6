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
  /** `never`: nothing that changes with time can make it worth while. */
  | { take: false; because: string; never: boolean };

/** Gas of claim, submit and finalise with its mint, rounded up. */
export const gasPerLot = 300_000n;

/** A node that needs all of the time that a claim gives is a late one. */
const usableShareOfClaim = 0.7;

const later = (because: string): Verdict => ({ take: false, because, never: false });
const never = (because: string): Verdict => ({ take: false, because, never: true });

/** Decides whether an open lot is worth claiming now. */
export function judge(facts: Case): Verdict {
  const { terms, rules, lotTiles, nowSeconds } = facts;
  const { order } = terms;
  const finality = rules.classes[order.finalityClass];
  if (!finality) return never("its finality class is unknown");
  if (nowSeconds + spanSeconds(finality, order.claimSeconds) > order.deadline)
    return never("its deadline is too near");
  if (facts.workSeconds > order.claimSeconds * usableShareOfClaim)
    return never(
      `it takes about ${Math.ceil(facts.workSeconds)} s here, and ${order.claimSeconds} s are given`,
    );

  const share = lotShare(order.maxPrice, lotTiles, terms.tiles);
  const gasWei = gasPerLot * facts.gasPriceWei;
  const payAt = (openSeconds: number) => {
    const price = lotShare(priceAt(order, openSeconds), lotTiles, terms.tiles);
    return settle(share, price, rules.protocolFeeBps).operatorPay;
  };
  const floorWei = facts.floorWeiPerTile * BigInt(lotTiles);
  if (payAt(order.rampSeconds) < floorWei) return never("it never pays the floor price");
  const pay = payAt(Math.max(0, nowSeconds - facts.openedAt));
  if (pay < floorWei) return later("it does not pay the floor price yet");
  if (pay <= gasWei) return later("it pays less than its gas");

  if (facts.freeStakeWei < bond(share)) return later("its bond is more than the stake that is free");
  if (facts.keyBalanceWei < gasWei * 2n) return later("the machine key has too little for gas");
  if (facts.lotsInFlight >= facts.mostLotsInFlight) return later("enough lots are in flight");
  if (facts.diskFreeBytes < facts.diskNeedBytes) return later("there is too little room on the disk");
  return { take: true, minPayWei: priceThatPays(floorWei > gasWei ? floorWei : gasWei + 1n, rules) };
}

/**
 * The lowest price of which the operator's part is at least `payWei`. Clocks differ, so the claim asks for what is
 * worth while and not for the price of the moment.
 */
function priceThatPays(payWei: bigint, { protocolFeeBps }: EscrowRules): bigint {
  const partBps = 10_000n - BigInt(protocolFeeBps);
  return (payWei * 10_000n + partBps - 1n) / partBps;
}
