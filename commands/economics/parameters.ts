import { attestersPot, lateFee } from "@graphiti/protocol/offer.ts";

/** Everything that a figure rests on. Money as parts of the lot's price, times in seconds, shares of all stake. */
export type Parameters = {
  /** Attesters that the order asks for, and the tiles that each of them runs. */
  attesters: number;
  sampleTiles: number;
  tilesInLot: number;
  fastSeconds: number;
  windowSeconds: number;
  /** What a whole lot costs to compute. */
  costPart: number;
  /** Gas and transfer of one attestation. */
  overheadPart: number;
  protocolFeePart: number;
  attestersPart: number;
  /** What a lost vote costs the worker. */
  lateFeePart: number;
  /** Honest operators, all with the same stake; each is there and has stake free with this chance. */
  honestOperators: number;
  honestOnline: number;
  /** What checking takes an honest operator: anything in between. */
  checkSeconds: readonly [least: number, most: number];
  /** Whether the honest begin to check at the submit, because they see when they are going to be drawn. */
  checksAhead: boolean;
};

const whole = 10_000n;

/**
 * The defaults: an order with two attesters in the hot class, claimed at its highest price, where the late fee weighs
 * least. The cost is set high: at the prices that are quoted it is below one hundredth.
 */
export const defaults: Parameters = {
  attesters: 2,
  sampleTiles: 2,
  tilesInLot: 64,
  fastSeconds: 30,
  windowSeconds: 300,
  costPart: 0.25,
  overheadPart: 0.005,
  protocolFeePart: 0.02,
  attestersPart: Number(attestersPot(whole, 1)) / Number(whole),
  lateFeePart: Number(lateFee(whole)) / Number(whole),
  honestOperators: 20,
  honestOnline: 0.9,
  checkSeconds: [10, 25],
  checksAhead: false,
};

/** The largest part of the stake that is assumed to be in one dishonest hand. */
export const statedDishonestShare = 0.15;

/** What is lost must be worth this many times what is won, on average. */
export const wantedMargin = 2;

export const operatorPart = ({ protocolFeePart, attestersPart }: Parameters): number =>
  1 - protocolFeePart - attestersPart;
