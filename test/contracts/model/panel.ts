import type { Address } from "viem";
import { objection, placeInDraw, seedOf, submissionCommitment, tagOf } from "./digests.ts";
import { callersOperator, lotOf } from "./lookup.ts";
import { refuseBatch } from "./post.ts";
import { type Attestation, LotState, type Panel, Skip, type Terms } from "./records.ts";
import { quorumOf, windowsOf } from "./windows.ts";
import type { Context, Settings, World } from "./world.ts";

/** The attesters of a submitted lot: who may, and what is kept of what they say. */

const spareSeats = 5;

/** Whether too few came while the class's window was open, so that the cold one decides. */
export const isCold = ({ isCold, seats }: Panel, wanted: number): boolean =>
  isCold || seats.length < quorumOf(wanted);

export const objects = ({ tag }: { tag: string }): boolean => tag === objection;

export function attest(world: World, call: Context, attestations: readonly Attestation[]): void {
  refuseBatch(attestations.length);
  const operator = callersOperator(world, call);
  for (const entry of attestations) attestOne(world, call, operator, entry);
}

function attestOne(world: World, call: Context, operator: Address, entry: Attestation): void {
  const { terms, lotId, claim, seal } = entry;
  const { lot } = lotOf(world, terms, lotId);
  const reason = skipReason(world, call, operator, entry);
  if (reason === Skip.SeedGone) retarget(world, call, lotId, lot.attempt);
  if (reason !== undefined) {
    call.emitted.push({ event: "AttestationSkipped", args: { lotId, operator, reason } });
    return;
  }
  const panel = world.panels.get(lotId);
  const seed = panel.seed || drawnSeed(call, panel, entry);
  const age = call.now - lot.time;
  const { windowSeconds } = windowsOf(world.settings, terms.order);
  const isLate = age >= windowSeconds && panel.seats.length < quorumOf(terms.order.attesters);
  world.panels.set(lotId, {
    seed,
    isCold: panel.isCold || isLate,
    target: 0n,
    seats: [...panel.seats, { operator, age, tag: tagOf(seal) }],
  });
  world.lock(operator, claim.price);
  const { attempt } = lot;
  call.emitted.push({
    event: "Attested",
    args: { lotId, operator, key: call.from, attempt, seed, seal, age },
  });
}

function skipReason(world: World, call: Context, operator: Address, entry: Attestation): number | undefined {
  const { terms, lotId, claim, submission } = entry;
  const { attesters } = terms.order;
  const lot = world.lots.get(lotId);
  const panel = world.panels.get(lotId);
  if (lot.state !== LotState.Submitted) return Skip.NotSubmitted;
  if (lot.commitment !== submissionCommitment(claim, submission)) return Skip.OtherSubmission;
  if (attesters === 0 || BigInt(claim.operator) === 0n) return Skip.NotWanted;
  const age = call.now - lot.time;
  if (age >= panelWindow(world.settings, terms, panel)) return Skip.WindowOver;
  if (operator === claim.operator) return Skip.OwnWork;
  if (panel.seats.length >= attesters + spareSeats) return Skip.PanelFull;
  if (panel.seats.some((seat) => seat.operator === operator)) return Skip.AlreadyAttested;
  const raised = world.raisedAt.get(operator);
  if (raised === 0 || raised >= lot.time) return Skip.StakeTooRecent;
  if (panel.seed === 0 && call.block <= targetOf(panel, submission.l2Block)) return Skip.SeedPending;
  const seed = panel.seed || drawnSeed(call, panel, entry);
  if (seed === 0) return Skip.SeedGone;
  if (!isDrawn(world, operator, seed, lotId, lot.attempt, age)) return Skip.NotDrawn;
  if (world.freeStake(operator) < claim.price) return Skip.StakeTooLow;
  return undefined;
}

/** Seconds after the submit until which the lot takes seals. */
function panelWindow(settings: Settings, { order }: Terms, panel: Panel): number {
  const { windowSeconds, coldSeconds } = windowsOf(settings, order);
  return isCold(panel, order.attesters) ? coldSeconds : windowSeconds;
}

/** The block whose hash is the seed. */
export const targetOf = ({ target }: Panel, submitBlock: bigint): bigint =>
  target === 0n ? submitBlock + 1n : target;

/** 0 when the hash is no longer known. */
function drawnSeed(call: Context, panel: Panel, { submission }: Attestation): number {
  const hash = call.hashOf(targetOf(panel, submission.l2Block));
  return hash === undefined ? 0 : seedOf(hash);
}

function retarget(world: World, call: Context, lotId: bigint, attempt: number): void {
  world.panels.set(lotId, { ...world.panels.get(lotId), target: call.block });
  call.emitted.push({ event: "DrawRetargeted", args: { lotId, attempt, target: call.block } });
}

/** Who stands in a circle of three times their part of all stake, which doubles every 30 seconds. */
function isDrawn(
  world: World,
  operator: Address,
  seed: number,
  lotId: bigint,
  attempt: number,
  age: number,
): boolean {
  const { stake } = world.accounts.get(operator);
  const totalStake = world.total("totalStake");
  if (totalStake === 0n) return false;
  const widened = 3n << BigInt(Math.min(Math.floor(age / 30), 32));
  return placeInDraw(seed, lotId, attempt, operator) < ((widened * stake) << 128n) / totalStake;
}
