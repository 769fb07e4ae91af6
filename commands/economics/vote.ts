import { secondsPerDoubling } from "@graphiti/protocol/draw.ts";
import { quorumOf, seatsOf } from "@graphiti/protocol/panel.ts";
import type { Random } from "../seeded-random.ts";
import type { Parameters } from "./parameters.ts";

/** One person's operators: their part of all stake, split evenly. */
export type Camp = { stakeShare: number; operators: number };

export type Outcome = { carried: boolean; isFast: boolean };

const firstCircle = 3;

/** Age at which an operator with this part of the stake is drawn. */
export function drawnAt(random: Random, share: number): number {
  const reach = random() / (firstCircle * share);
  return reach < 1 ? 0 : secondsPerDoubling * (Math.floor(Math.log2(reach)) + 1);
}

/**
 * One panel, from the submit to the decision. The attackers need not compute: they seal in the second in which they
 * are drawn, and before anybody else in it. The honest come when they have checked.
 * @param attackersMatch they back a wrong picture; otherwise they object to a right one, and the honest match
 */
export function vote(
  random: Random,
  parameters: Parameters,
  attackers: Camp,
  attackersMatch: boolean,
): Outcome {
  const { attesters, fastSeconds, windowSeconds, honestOperators, honestOnline } = parameters;
  const [least, most] = parameters.checkSeconds;
  const mine: number[] = [];
  const theirs: number[] = [];
  for (let i = 0; i < attackers.operators; i++)
    mine.push(drawnAt(random, attackers.stakeShare / attackers.operators));
  for (let i = 0; i < honestOperators; i++) {
    if (random() >= honestOnline) continue;
    const drawn = drawnAt(random, (1 - attackers.stakeShare) / honestOperators);
    const checking = least + random() * (most - least);
    theirs.push(parameters.checksAhead ? Math.max(drawn, checking) : drawn + checking);
  }
  mine.sort((a, b) => a - b);
  theirs.sort((a, b) => a - b);

  const seats = seatsOf(attesters);
  let mineIn = 0;
  let theirsIn = 0;
  let [matching, others] = [0, 0];
  while (matching + others < seats) {
    const [myNext, theirNext] = [mine[mineIn] ?? Infinity, theirs[theirsIn] ?? Infinity];
    const now = Math.min(myNext, theirNext);
    // All seals that were wanted, and nobody against: final before the next one comes.
    if (attesters > 0 && matching >= attesters && others === 0 && now > fastSeconds)
      return { carried: true, isFast: true };
    if (now === Infinity || (now >= windowSeconds && matching + others >= quorumOf(attesters))) break;
    const isMine = myNext <= theirNext;
    if (isMine) mineIn++;
    else theirsIn++;
    if (isMine === attackersMatch) matching++;
    else others++;
  }
  // Full panels that nobody opposed are final when the fast seconds are over.
  const isFast = attesters > 0 && matching >= attesters && others === 0;
  return { carried: isFast || others === 0 || matching > others, isFast };
}

export type Tally = { carried: number; fast: number };

/** Parts of all trials in which a vote carried, and did so the fast way. */
export function tallyVotes(
  random: Random,
  trials: number,
  parameters: Parameters,
  attackers: Camp,
  attackersMatch: boolean,
): Tally {
  let [carried, fast] = [0, 0];
  for (let i = 0; i < trials; i++) {
    const outcome = vote(random, parameters, attackers, attackersMatch);
    if (outcome.carried) carried++;
    if (outcome.isFast) fast++;
  }
  return { carried: carried / trials, fast: fast / trials };
}
