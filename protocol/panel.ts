/** When, and how, the seals of a submitted lot decide. Twin of `JobEscrow.finalise`; times in seconds. */

import { classOf, coldWindowSeconds, type EscrowRules } from "./escrow-rules.ts";
import type { Order } from "./terms.ts";

/** Most attesters that an order may ask for. */
export const maxAttesters = 5;

/** Most seals of one attempt: some more than were asked for, so that one liar does not fill the panel. */
export const seatsOf = (attesters: number): number => (attesters === 0 ? 0 : attesters + 5);

/** Fewer seals than this, and the cold window runs. */
export const quorumOf = (attesters: number): number => Math.ceil(attesters / 2);

export type Panel = {
  /** How many the order asked for; 0 too where the artist joined the tiles. */
  attesters: number;
  /** Seals that came, objections included. */
  seals: number;
  /** Those of them that match the worker's result. */
  matching: number;
  /** Whether the first of them came after the window, with too few before it. */
  isCold: boolean;
};

export type Decision =
  /** `finalise` succeeds from `opensAt` until before `closesAt`; from then on the lot expires. */
  | { carried: true; isFast: boolean; opensAt: number; closesAt: number }
  /** The vote is lost as it stands: nothing but more matching seals can finalise the lot before `closesAt`. */
  | { carried: false; opensAt: number; closesAt: number };

/** The window that runs for a panel, in seconds. */
export function runningWindowSeconds(
  rules: Pick<EscrowRules, "classes">,
  finalityClass: number,
  { attesters, seals, isCold }: Pick<Panel, "attesters" | "seals" | "isCold">,
): number {
  const isThin = attesters > 0 && (isCold || seals < quorumOf(attesters));
  return isThin ? coldWindowSeconds(rules) : classOf(rules, finalityClass).windowSeconds;
}

/** What `finalise` makes of a panel, and when. @param submittedAt Unix seconds */
export function decide(
  rules: Pick<EscrowRules, "classes">,
  { finalityClass }: Pick<Order, "finalityClass">,
  panel: Panel,
  submittedAt: number,
): Decision {
  const { fastSeconds, graceSeconds } = classOf(rules, finalityClass);
  const windowEnds = submittedAt + runningWindowSeconds(rules, finalityClass, panel);
  const closesAt = windowEnds + graceSeconds;
  const others = panel.seals - panel.matching;
  const isFast = panel.attesters > 0 && panel.seals >= panel.attesters && others === 0;
  if (others > 0 && panel.matching <= others) return { carried: false, opensAt: windowEnds, closesAt };
  return { carried: true, isFast, opensAt: isFast ? submittedAt + fastSeconds : windowEnds, closesAt };
}
