import { bond } from "@graphiti/protocol/offer.ts";
import { maxAttesters } from "@graphiti/protocol/panel.ts";
import { type Random, randomFrom } from "../seeded-random.ts";
import { neverAttesting } from "./attesting.ts";
import {
  bearableChance,
  cheating,
  expectedValue,
  type Gamble,
  marginOf,
  neededPenalty,
  sealPay,
  worstSkipping,
} from "./formulas.ts";
import { defaults, type Parameters, statedDishonestShare, wantedMargin } from "./parameters.ts";
import { type Camp, tallyVotes } from "./vote.ts";

export type Judged = Gamble & { name: string; value: number; margin: number; holds: boolean };
export type CheatingRow = {
  dishonestShare: number;
  attesters: number;
  carried: number;
  value: number;
  margin: number;
  /** What a lost vote would have to cost for the wanted margin, in lots' shares of the highest price. */
  neededPenalty: number;
};
export type Study = {
  seed: number;
  trials: number;
  parameters: Parameters;
  statedDishonestShare: number;
  criterion: Judged[];
  bearableChance: number;
  cheating: CheatingRow[];
  /** A wrong picture's chance where one person's part of the stake is split over so many operators. */
  operators: { honestOperators: number; attackers: number; carried: number }[];
  /** An honest picture's chance to be voted down. */
  griefing: { dishonestShare: number; votedDown: number; objectorsGain: number }[];
  holds: boolean;
};

const shares = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45];
/** One person's operators, unless told otherwise: as many as the honest have, so that splitting gains nothing more. */
const camp = (stakeShare: number, operators = defaults.honestOperators): Camp => ({ stakeShare, operators });

function judged(name: string, gamble: Gamble): Judged {
  const margin = marginOf(gamble);
  return { name, ...gamble, value: expectedValue(gamble), margin, holds: margin >= wantedMargin };
}

const carriedChance = (random: Random, trials: number, parameters: Parameters, attackers: Camp) =>
  attackers.stakeShare === 0 ? 0 : tallyVotes(random, trials, parameters, attackers, true).carried;

function votedDownChance(random: Random, trials: number, parameters: Parameters, attackers: Camp): number {
  return attackers.stakeShare === 0
    ? 0
    : 1 - tallyVotes(random, trials, parameters, attackers, false).carried;
}

/** The gambles that must not pay, at the defaults and the stated share. */
function criterion(random: Random, trials: number): Judged[] {
  const { honestOperators, overheadPart } = defaults;
  const unseen = carriedChance(random, trials / 4, defaults, { stakeShare: 1e-9, operators: 0 });
  const alone = { stakeShare: 1 / (honestOperators + 1), operators: 1 };
  const paidObjection = votedDownChance(random, trials / 4, defaults, alone) * sealPay(defaults, 0);
  return [
    judged("a worker hands in garbage", cheating(defaults, unseen)),
    judged("a worker skips the tiles that pay best", worstSkipping(defaults).gamble),
    judged("an attester objects without looking", { won: paidObjection, lost: overheadPart }),
    judged("an operator never attests", neverAttesting(random, trials / 4, defaults)),
    judged(
      `a wrong picture is backed by ${statedDishonestShare * 100} % of the stake`,
      cheating(defaults, carriedChance(random, trials / 4, defaults, camp(statedDishonestShare))),
    ),
  ];
}

function cheatingRow(random: Random, trials: number, dishonestShare: number, attesters: number): CheatingRow {
  const parameters = { ...defaults, attesters };
  const carried = carriedChance(random, trials, parameters, camp(dishonestShare));
  const gamble = cheating(parameters, carried);
  const penalty = neededPenalty(parameters, carried, wantedMargin);
  const [value, margin] = [expectedValue(gamble), marginOf(gamble)];
  return { dishonestShare, attesters, carried, value, margin, neededPenalty: penalty };
}

/** @param trials votes in all: half of them for the criterion, the rest spread over the tables */
export function study(seed: number, trials: number): Study {
  const random = randomFrom(seed);
  const judgements = criterion(random, Math.ceil(trials / 2));
  const splits = [3, 5, 10, 20].flatMap((honestOperators) =>
    [1, 5, 20, 100].map((attackers) => ({ honestOperators, attackers })),
  );
  const wanted = [2, 3, maxAttesters];
  const each = Math.ceil(trials / 2 / (shares.length * (wanted.length + 1) + splits.length));
  return {
    seed,
    trials,
    parameters: defaults,
    statedDishonestShare,
    criterion: judgements,
    bearableChance: bearableChance(defaults, wantedMargin),
    cheating: wanted.flatMap((attesters) =>
      shares.map((share) => cheatingRow(random, each, share, attesters)),
    ),
    operators: splits.map(({ honestOperators, attackers }) => ({
      honestOperators,
      attackers,
      carried: carriedChance(
        random,
        each,
        { ...defaults, honestOperators },
        camp(statedDishonestShare, attackers),
      ),
    })),
    griefing: shares.map((dishonestShare) => {
      const votedDown = votedDownChance(random, each, defaults, camp(dishonestShare));
      return { dishonestShare, votedDown, objectorsGain: votedDown * defaults.attestersPart };
    }),
    holds: judgements.every(({ holds }) => holds),
  };
}

/** The bond in lots' shares of the highest price: the most that a penalty could be. */
export const bondShares = Number(bond(1n));
