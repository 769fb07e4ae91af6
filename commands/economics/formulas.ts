/** The closed forms of docs/economics.md; a test holds them against the trials. */

import { attesterPay } from "@graphiti/protocol/offer.ts";
import { operatorPart, type Parameters } from "./parameters.ts";
import type { Camp } from "./vote.ts";

/** What a gamble wins and loses, each times its chance, as parts of a lot's price. */
export type Gamble = { won: number; lost: number };

export const expectedValue = ({ won, lost }: Gamble): number => won - lost;
export const marginOf = ({ won, lost }: Gamble): number =>
  won === 0 ? Number.POSITIVE_INFINITY : lost / won;

/** Chance that none of `skipped` tiles is in a sample of `sample` out of `tiles`: C(n − m, k) / C(n, k). */
export function missChance(tiles: number, skipped: number, sample: number): number {
  let chance = 1;
  for (let i = 0; i < Math.min(sample, tiles); i++) chance *= Math.max(0, tiles - skipped - i) / (tiles - i);
  return chance;
}

/**
 * A worker who computes all but `skipped` tiles, beside one who computes all: what is saved where it is not seen, and
 * the pay and the late fee where it is, less the saving.
 */
export function skipping(parameters: Parameters, skipped: number): Gamble {
  const { tilesInLot, sampleTiles, costPart, lateFeePart } = parameters;
  const miss = missChance(tilesInLot, skipped, sampleTiles);
  const saved = (skipped / tilesInLot) * costPart;
  return { won: miss * saved, lost: (1 - miss) * (operatorPart(parameters) + lateFeePart - saved) };
}

/** The number of skipped tiles that pays best, by its margin. */
export function worstSkipping(parameters: Parameters): { skipped: number; gamble: Gamble } {
  let worst = { skipped: 1, gamble: skipping(parameters, 1) };
  for (let skipped = 2; skipped <= parameters.tilesInLot; skipped++) {
    const gamble = skipping(parameters, skipped);
    if (marginOf(gamble) < marginOf(worst.gamble)) worst = { skipped, gamble };
  }
  return worst;
}

/** Whoever backs a wrong picture: operator's and attesters' pay where the vote carries, the late fee where not. */
export function cheating(parameters: Parameters, carriedChance: number): Gamble {
  const prize = operatorPart(parameters) + parameters.attestersPart;
  return { won: carriedChance * prize, lost: (1 - carriedChance) * parameters.lateFeePart };
}

/** The greatest chance to carry a wrong picture that a penalty (in prices) holds off by a margin. */
export function bearableChance(parameters: Parameters, margin: number): number {
  const prize = operatorPart(parameters) + parameters.attestersPart;
  return parameters.lateFeePart / (parameters.lateFeePart + margin * prize);
}

/** What losing would have to cost, in prices, to hold off a wrong picture that carries with this chance. */
export function neededPenalty(parameters: Parameters, carriedChance: number, margin: number): number {
  const prize = operatorPart(parameters) + parameters.attestersPart;
  return (margin * prize * carriedChance) / (1 - carriedChance);
}

/** Chance that an operator with this part of the stake is in a circle. */
const inCircle = (share: number, circle: number) => Math.min(1, 3 * 2 ** circle * share);

/** Chance of at least `least` hits in `tries`. */
export function atLeast(least: number, tries: number, chance: number): number {
  if (chance >= 1) return tries >= least ? 1 : 0;
  let below = 0;
  let term = (1 - chance) ** tries;
  for (let hits = 0; hits < least; hits++) {
    below += term;
    term *= ((tries - hits) / (hits + 1)) * (chance / (1 - chance));
  }
  return 1 - below;
}

const lastCircle = 32;

/**
 * Chance that a wrong picture is final before any honest seal: no honest operator in the circles before, and enough
 * of the attackers' in the one in which the first honest is drawn. For fast seconds equal to one circle's, and checks
 * that take less.
 */
export function fastCapture(parameters: Parameters, { stakeShare, operators }: Camp): number {
  const { attesters, honestOperators, honestOnline } = parameters;
  const noneBy = (circle: number) =>
    (1 - honestOnline * inCircle((1 - stakeShare) / honestOperators, circle)) ** honestOperators;
  let chance = 0;
  for (let first = 1; first <= lastCircle; first++) {
    const firstHere = noneBy(first - 1) - (first === lastCircle ? 0 : noneBy(first));
    chance += firstHere * atLeast(attesters, operators, inCircle(stakeShare / operators, first));
  }
  return chance;
}

/** What one attester's check costs. */
export const checkCost = ({ sampleTiles, tilesInLot, costPart, overheadPart }: Parameters): number =>
  (Math.min(sampleTiles, tilesInLot) / tilesInLot) * costPart + overheadPart;

const unit = 1_000_000_000n;

/** What one paid seal of this age earns. */
export function sealPay({ attesters, attestersPart, windowSeconds }: Parameters, ageSeconds: number): number {
  const pot = BigInt(Math.round(attestersPart * Number(unit)));
  return Number(attesterPay(pot, { attesters, windowSeconds }, Math.floor(ageSeconds))) / Number(unit);
}
