import { zeroAddress } from "viem";
import { claimCommitment, submissionCommitment } from "./digests.ts";
import { bitsOf, closingOf, paysOf, releaseLocks } from "./finalise.ts";
import { jobOf, lotOf, type Place, wantJob } from "./lookup.ts";
import { cutOf, lateFeeOf, potOf, shareOf } from "./money.ts";
import { objects } from "./panel.ts";
import { refuseBatch } from "./post.ts";
import { type Claim, type Expiry, JobState, LotState, type Panel, type Terms } from "./records.ts";
import { refuse } from "./revert.ts";
import { windowsOf } from "./windows.ts";
import { type Context, noCommitment, noPanel, type World } from "./world.ts";

/** How lots end that nobody finished, and jobs that go no further: expire and close. */

export function expire(world: World, call: Context, terms: Terms, expiries: readonly Expiry[]): void {
  refuseBatch(expiries.length);
  for (const expiry of expiries) expireOne(world, call, terms, expiry);
}

function expireOne(world: World, call: Context, terms: Terms, { lotId, claim, submission }: Expiry): void {
  const place = lotOf(world, terms, lotId);
  const { lot, job } = place;
  switch (lot.state) {
    case LotState.Open:
      wantJob(job, JobState.Closed);
      refund(world, call, terms, lotId, place);
      break;
    case LotState.Claimed:
      if (lot.commitment !== claimCommitment(claim)) refuse("ClaimMismatch");
      if (call.now < lot.time) refuse("TooEarly", lot.time);
      endAttempt(world, call, terms, lotId, place, claim, noPanel);
      break;
    case LotState.Submitted: {
      if (lot.commitment !== submissionCommitment(claim, submission)) refuse("ClaimMismatch");
      const panel = world.panels.get(lotId);
      const { closesAt } = closingOf(world.settings, terms, claim, lot.time, panel);
      if (call.now < closesAt) refuse("TooEarly", closesAt);
      endAttempt(world, call, terms, lotId, place, claim, panel);
      break;
    }
    default:
      refuse("WrongLotState", lot.state, LotState.Submitted);
  }
}

function refund(world: World, call: Context, terms: Terms, lotId: bigint, { index, lot }: Place): void {
  const amount = shareOf(terms, index);
  world.lots.set(lotId, { ...lot, state: LotState.Refunded, commitment: undefined });
  world.credit(terms.artist, amount);
  call.emitted.push({ event: "Refunded", args: { lotId, amount } });
}

function endAttempt(
  world: World,
  call: Context,
  terms: Terms,
  lotId: bigint,
  place: Place,
  made: Claim,
  panel: Panel,
): void {
  const { job, lot, index } = place;
  const fee = made.operator === zeroAddress ? 0n : lateFeeOf(terms, index);
  releaseLocks(world, terms, index, made, panel);
  world.addStake(made.operator, -fee);
  if (panel.seats.length > 0) payObjectors(world, call, terms, lotId, lot.attempt, made, panel, fee);
  else world.credit(terms.artist, fee);
  world.panels.set(lotId, noPanel);
  if (job.state === JobState.Closed) refund(world, call, terms, lotId, place);
  else
    world.lots.set(lotId, {
      state: LotState.Open,
      attempt: lot.attempt + 1,
      time: call.now - made.openSeconds,
      commitment: noCommitment,
    });
  const { state } = world.lots.get(lotId);
  const { attempt } = lot;
  call.emitted.push({
    event: "Expired",
    args: { lotId, attempt, operator: made.operator, lateFee: fee, state },
  });
}

/** A vote that did not carry: objectors earn what they would have earned, the rest of the fee is nobody's. */
function payObjectors(
  world: World,
  call: Context,
  terms: Terms,
  lotId: bigint,
  attempt: number,
  made: Claim,
  panel: Panel,
  fee: bigint,
): void {
  const { attesters } = terms.order;
  const { windowSeconds } = windowsOf(world.settings, terms.order);
  const objected = panel.seats.map(objects);
  const pays = paysOf(panel, objected, potOf(made.price, attesters), attesters, windowSeconds);
  panel.seats.forEach(({ operator }, seat) => {
    world.credit(operator, pays[seat] ?? 0n);
  });
  const burned = fee - pays.reduce((sum, pay) => sum + pay, 0n);
  world.credit(zeroAddress, burned);
  call.emitted.push({
    event: "ObjectorsPaid",
    args: { lotId, attempt, objected: bitsOf(objected), pays, burned },
  });
}

export function close(world: World, call: Context, terms: Terms, jobId: bigint): void {
  const job = jobOf(world, terms, jobId);
  wantJob(job, JobState.Live);
  const { tileLots } = cutOf(terms);
  const { deadline } = terms.order;
  if (call.from !== terms.artist) {
    if (tileLots > 1 && job.finalLots === tileLots) refuse("NotTheArtist", call.from);
    if (call.now < deadline) refuse("TooEarly", deadline);
  }
  world.jobs.set(jobId, { ...job, state: JobState.Closed });
  call.emitted.push({ event: "Closed", args: { jobId, by: call.from } });
}
