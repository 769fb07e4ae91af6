import { type Hex, zeroAddress, zeroHash } from "viem";
import { claimCommitment, submissionCommitment } from "./digests.ts";
import { callersOperator, jobOf, lotOf, refuseWornOut, wantJob, wantLot } from "./lookup.ts";
import { bondOf, cutOf, isAssembly, lotPrice } from "./money.ts";
import {
  type Claim,
  type Job,
  JobState,
  type Lot,
  LotState,
  type Submission,
  type Terms,
} from "./records.ts";
import { refuse } from "./revert.ts";
import { openedAt, windowsOf } from "./windows.ts";
import type { Context, World } from "./world.ts";

/** Taking a lot and handing its result in: claim, submit, and the artist's own assemble. */

export function claim(world: World, call: Context, terms: Terms, lotId: bigint, minPay: bigint): void {
  const { index, job, lot } = lotOf(world, terms, lotId);
  const operator = callersOperator(world, call);
  wantJob(job, JobState.Live);
  wantLot(lot, LotState.Open);
  refuseClosedAssembly(terms, job, index);
  refuseWornOut(lot, lotId);
  const { order } = terms;
  const isFollowed = cutOf(terms).tileLots > 1 && !isAssembly(terms, index);
  const earliest = call.now + windowsOf(world.settings, order).span * (isFollowed ? 2 : 1);
  if (order.deadline < earliest) refuse("DeadlineTooNear", order.deadline, earliest);
  const openSeconds = call.now - openedAt(terms, job, lot, index);
  const price = lotPrice(terms, index, openSeconds);
  if (price < minPay) refuse("PriceTooLow", price, minPay);
  const bond = bondOf(terms, index);
  const free = world.freeStake(operator);
  if (free < bond) refuse("StakeTooLow", free, bond);

  const due = call.now + order.claimSeconds;
  const commitment = claimCommitment({ operator, price, openSeconds });
  world.lots.set(lotId, { state: LotState.Claimed, attempt: lot.attempt, time: due, commitment });
  world.lock(operator, bond);
  const { attempt } = lot;
  call.emitted.push({
    event: "Claimed",
    args: { lotId, operator, key: call.from, attempt, price, openSeconds, due },
  });
}

export function submit(
  world: World,
  call: Context,
  terms: Terms,
  lotId: bigint,
  made: Claim,
  outputRoot: Hex,
  metadataDigest: Hex,
  seal: Hex,
): void {
  const { index, lot } = lotOf(world, terms, lotId);
  wantLot(lot, LotState.Claimed);
  if (lot.commitment !== claimCommitment(made)) refuse("ClaimMismatch");
  const operator = world.operatorOf.get(call.from);
  if (operator !== made.operator) refuse("NotTheOperator", operator, made.operator);
  if (call.now >= lot.time) refuse("PastDue", lot.time);
  const submission = { outputRoot, metadataDigest, seal, l2Block: call.block };
  handIn(world, call, terms, lotId, index, lot, made, submission);
}

export function assemble(
  world: World,
  call: Context,
  terms: Terms,
  jobId: bigint,
  outputRoot: Hex,
  metadataDigest: Hex,
  seal: Hex,
): void {
  const job = jobOf(world, terms, jobId);
  const { tileLots } = cutOf(terms);
  const lotId = (jobId << 16n) | BigInt(tileLots);
  if (tileLots === 1) refuse("UnknownLot", lotId);
  if (call.from !== terms.artist) refuse("NotTheArtist", call.from);
  wantJob(job, JobState.Live);
  const lot = world.lots.get(lotId);
  wantLot(lot, LotState.Open);
  refuseClosedAssembly(terms, job, tileLots);
  refuseWornOut(lot, lotId);
  const opened = openedAt(terms, job, lot, tileLots);
  const artistsTurn = opened + windowsOf(world.settings, terms.order).windowSeconds;
  if (call.now < artistsTurn) refuse("TooEarly", artistsTurn);
  const openSeconds = call.now - opened;
  const byArtist = { operator: zeroAddress, price: 0n, openSeconds };
  const submission = { outputRoot, metadataDigest, seal, l2Block: call.block };
  call.emitted.push({ event: "Assembled", args: { lotId, attempt: lot.attempt, openSeconds } });
  handIn(world, call, terms, lotId, tileLots, lot, byArtist, submission);
}

function refuseClosedAssembly(terms: Terms, { finalLots }: Job, index: number): void {
  const { tileLots } = cutOf(terms);
  if (isAssembly(terms, index) && finalLots !== tileLots) refuse("AssemblyNotOpen", finalLots, tileLots);
}

function handIn(
  world: World,
  call: Context,
  terms: Terms,
  lotId: bigint,
  index: number,
  lot: Lot,
  made: Claim,
  submission: Submission,
): void {
  const { outputRoot, metadataDigest, seal } = submission;
  if (outputRoot === zeroHash || seal === zeroHash) refuse("DigestIsZero");
  const makesTheFile = cutOf(terms).tileLots === 1 || isAssembly(terms, index);
  if (makesTheFile && metadataDigest === zeroHash) refuse("DigestIsZero");
  if (!makesTheFile && metadataDigest !== zeroHash) refuse("MetadataTooSoon");
  world.lots.set(lotId, {
    state: LotState.Submitted,
    attempt: lot.attempt,
    time: call.now,
    commitment: submissionCommitment(made, submission),
  });
  call.emitted.push({ event: "Submitted", args: { lotId, attempt: lot.attempt, submission } });
}
