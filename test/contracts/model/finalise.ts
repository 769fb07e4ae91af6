import { type Address, type Hex, zeroAddress } from "viem";
import { probeOf, sampleOf, sealOf, submissionCommitment, tagOf } from "./digests.ts";
import { lotOf, type Place, wantLot } from "./lookup.ts";
import { attesterPay, bondOf, cutOf, potOf, shareOf, splitOf, tilesOfLot } from "./money.ts";
import { isCold } from "./panel.ts";
import { type Claim, JobState, LotState, type Panel, type Submission, type Terms } from "./records.ts";
import { refuse } from "./revert.ts";
import { windowsOf } from "./windows.ts";
import { type Context, noPanel, type Settings, type World } from "./world.ts";

/** The decision about a submitted lot, and what follows from it. */

/** Attesters that count: none where the artist assembled. */
const wantedOf = (terms: Terms, made: Claim): number =>
  made.operator === zeroAddress ? 0 : terms.order.attesters;

/** When a submitted lot can be finalised without haste, and from when no more. */
export function closingOf(settings: Settings, terms: Terms, made: Claim, submittedAt: number, panel: Panel) {
  const { windowSeconds, coldSeconds, graceSeconds } = windowsOf(settings, terms.order);
  const wanted = wantedOf(terms, made);
  const opensAt = submittedAt + (wanted > 0 && isCold(panel, wanted) ? coldSeconds : windowSeconds);
  return { opensAt, closesAt: opensAt + graceSeconds };
}

export function finalise(
  world: World,
  call: Context,
  terms: Terms,
  lotId: bigint,
  made: Claim,
  submission: Submission,
  probe: Hex,
  tileProbes: readonly Hex[],
): void {
  const { settings } = world;
  const place = lotOf(world, terms, lotId);
  const { lot, index } = place;
  wantLot(lot, LotState.Submitted);
  if (lot.commitment !== submissionCommitment(made, submission)) refuse("ClaimMismatch");
  const panel = world.panels.get(lotId);
  const { opensAt, closesAt } = closingOf(settings, terms, made, lot.time, panel);
  if (call.now >= closesAt) refuse("TooLate", closesAt);
  const sealer = made.operator === zeroAddress ? terms.artist : made.operator;
  const opened = sealOf(settings, lotId, lot.attempt, sealer, submission, probe);
  if (opened !== submission.seal) refuse("SealMismatch", submission.seal, opened);
  const tiles = tilesOfLot(terms, index);
  if (panel.seats.length > 0 && (tileProbes.length !== tiles || probeOf(tileProbes) !== probe))
    refuse("TileProbesMismatch");

  const agreed = agreements(settings, lotId, lot.attempt, terms, panel, submission, tileProbes);
  const matching = agreed.filter(Boolean).length;
  const others = panel.seats.length - matching;
  const wanted = wantedOf(terms, made);
  const isFast = wanted > 0 && panel.seats.length >= wanted && others === 0;
  const opens = isFast ? lot.time + windowsOf(settings, terms.order).fastSeconds : opensAt;
  if (call.now < opens) refuse("TooEarly", opens);
  if (!isFast && others > 0 && matching <= others) refuse("VoteLost", matching, others);

  world.panels.set(lotId, noPanel);
  settle(world, call, terms, lotId, place, made, probe, panel, agreed);
  advance(world, call, terms, lotId, place, made, submission);
}

/** Of each seat, whether its seal is that of this result and the sample's probes. */
function agreements(
  settings: Settings,
  lotId: bigint,
  attempt: number,
  { order }: Terms,
  { seed, seats }: Panel,
  submission: Submission,
  tileProbes: readonly Hex[],
): boolean[] {
  if (seats.length === 0) return [];
  const sample = sampleOf(seed, lotId, attempt, tileProbes.length, order.sampleTiles);
  const probe = probeOf(sample.map((tile) => tileProbes[tile] as Hex));
  return seats.map(
    ({ operator, tag }) => tag === tagOf(sealOf(settings, lotId, attempt, operator, submission, probe)),
  );
}

/** Of each seat its pay, when those are paid that `earn`, at most `wanted` of them. */
export function paysOf(
  { seats }: Panel,
  earn: readonly boolean[],
  pot: bigint,
  wanted: number,
  windowSeconds: number,
): bigint[] {
  let places = wanted;
  return seats.map(({ age }, seat) => {
    if (!earn[seat] || places === 0) return 0n;
    places -= 1;
    return attesterPay(pot, wanted, windowSeconds, age);
  });
}

export const bitsOf = (flags: readonly boolean[]): number =>
  flags.reduce((bits, flag, place) => bits | (flag ? 1 << place : 0), 0);

/** Releases every lock of the lot: the bond, and each attester's. */
export function releaseLocks(
  world: World,
  terms: Terms,
  index: number,
  { operator, price }: Claim,
  { seats }: Panel,
): void {
  if (operator !== zeroAddress) world.lock(operator, -bondOf(terms, index));
  for (const seat of seats) world.lock(seat.operator, -price);
}

function settle(
  world: World,
  call: Context,
  terms: Terms,
  lotId: bigint,
  { index, lot }: Place,
  made: Claim,
  probe: Hex,
  panel: Panel,
  agreed: readonly boolean[],
): void {
  const { treasury, protocolFeeBps } = world.settings;
  const { windowSeconds } = windowsOf(world.settings, terms.order);
  const wanted = wantedOf(terms, made);
  const pays = paysOf(panel, agreed, potOf(made.price, wanted), wanted, windowSeconds);
  const split = splitOf(shareOf(terms, index), made.price, wanted, protocolFeeBps, pays);
  releaseLocks(world, terms, index, made, panel);
  world.credit(made.operator, split.operatorPay);
  world.credit(treasury, split.protocolFee);
  world.credit(terms.artist, split.artistRefund);
  panel.seats.forEach(({ operator }, seat) => {
    world.credit(operator as Address, pays[seat] ?? 0n);
  });
  call.emitted.push({ event: "Finalised", args: { lotId, probe, ...split } });
  if (panel.seats.length > 0)
    call.emitted.push({
      event: "AttestersPaid",
      args: { lotId, attempt: lot.attempt, agreed: bitsOf(agreed), pays },
    });
}

/** The lot is Final; perhaps the assembly opens, perhaps the token is minted. */
function advance(
  world: World,
  call: Context,
  terms: Terms,
  lotId: bigint,
  { jobId, index, lot, job }: Place,
  made: Claim,
  submission: Submission,
): void {
  const { tileLots, lotCount } = cutOf(terms);
  const { metadataDigest } = submission;
  if (index < tileLots) world.computed.set(lotId, { terms, claim: made, submission });
  const finalLots = job.finalLots + 1;
  const mints = job.state === JobState.Live && finalLots === lotCount;
  world.lots.set(lotId, {
    ...lot,
    state: LotState.Final,
    commitment: mints ? undefined : lot.commitment,
  });
  world.jobs.set(jobId, {
    ...job,
    finalLots,
    assemblyOpenedAt: tileLots > 1 && finalLots === tileLots ? call.now : job.assemblyOpenedAt,
    state: mints ? JobState.Minted : job.state,
  });
  if (!mints) return;
  const { recipient, royaltyReceiver, royaltyBps, operatorShareBps } = terms.order;
  const token = { owner: recipient, metadataDigest, royaltyReceiver, royaltyBps, operatorShareBps };
  world.tokens.set(jobId, token);
  call.emitted.push({ event: "Minted", args: { jobId, recipient, metadataDigest } });
  call.emitted.push({ event: "Transfer", args: { from: zeroAddress, to: recipient, tokenId: jobId } });
}
