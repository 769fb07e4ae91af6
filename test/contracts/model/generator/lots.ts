import { zeroAddress } from "viem";
import { cast } from "../cast.ts";
import { closingOf } from "../finalise.ts";
import { cutOf, isAssembly } from "../money.ts";
import type { CallOperation } from "../operation.ts";
import { JobState, LotState } from "../records.ts";
import { openedAt, windowsOf } from "../windows.ts";
import { makeAttest } from "./attesting.ts";
import type { JobNote } from "./memory.ts";
import { ableTo } from "./readiness.ts";
import { moodOf, resultOf } from "./results.ts";
import { anybody, around, callOf, keyOf, lotIdOf, noClaim, noSubmission, type Scene, soon } from "./scene.ts";

/** What somebody might do next with a lot: mostly what its state asks for, at times that matter. */
export async function makeLotCall(scene: Scene, note: JobNote, index: number): Promise<CallOperation> {
  const { state } = scene.world.lots.get(lotIdOf(note, index));
  switch (state) {
    case LotState.Open:
      return callForOpen(scene, note, index);
    case LotState.Claimed:
      return callForClaimed(scene, note, index);
    case LotState.Submitted:
      return callForSubmitted(scene, note, index);
    default:
      return anyCall(scene, note, index);
  }
}

type Maker = (scene: Scene, note: JobNote, index: number) => CallOperation | Promise<CallOperation>;

const wild: readonly Maker[] = [
  (scene, note, index) => makeClaim(scene, note, index),
  (scene, note, index) => makeSubmit(scene, note, index),
  (scene, note) => makeAssemble(scene, note, soon(scene)),
  (scene, note, index) => makeAttest(scene, [{ note, index }]),
  (scene, note, index) => makeFinalise(scene, note, index, soon(scene)),
  (scene, note, index) => makeExpire(scene, note, [index], soon(scene)),
  (scene, note) => makeClose(scene, note, soon(scene)),
];

export const anyCall: Maker = (scene, note, index) => scene.random.pick(wild)(scene, note, index);

function callForOpen(scene: Scene, note: JobNote, index: number): CallOperation | Promise<CallOperation> {
  const { random, world } = scene;
  const job = world.jobs.get(note.jobId);
  const lot = world.lots.get(lotIdOf(note, index));
  const { order } = note.terms;
  if (job.state === JobState.Closed)
    return random.chance(90) ? makeExpire(scene, note, [index], soon(scene)) : anyCall(scene, note, index);
  if (lot.attempt === 0xffff && random.chance(50)) return makeClose(scene, note, soon(scene), true);
  const isLast = isAssembly(note.terms, index);
  const { tileLots } = cutOf(note.terms);
  const spans = windowsOf(world.settings, order).span * (tileLots > 1 && !isLast ? 2 : 1);
  const isTooDear = ableTo(scene, { note, index }).length === 0;
  const lastClaim = order.deadline - spans;
  const artistsTurn = openedAt(note.terms, job, lot, index) + windowsOf(world.settings, order).windowSeconds;
  if (isLast && job.finalLots === tileLots && random.chance(35))
    return makeAssemble(scene, note, around({ ...scene, mayJump: random.chance(40) }, artistsTurn));
  if (scene.now() > lastClaim || (isTooDear && random.chance(80)))
    return random.weighted<() => CallOperation | Promise<CallOperation>>([
      [50, () => makeClose(scene, note, around(scene, order.deadline))],
      [15, () => makeClose(scene, note, soon(scene), true)],
      [15, () => makeClaim(scene, note, index)],
      [
        20,
        () => (isLast ? makeAssemble(scene, note, around(scene, artistsTurn)) : anyCall(scene, note, index)),
      ],
    ])();
  if (lastClaim - scene.now() < 4_000 && random.chance(20))
    return makeClaim(scene, note, index, around(scene, lastClaim));
  return random.chance(93) ? makeClaim(scene, note, index) : anyCall(scene, note, index);
}

function callForClaimed(scene: Scene, note: JobNote, index: number): CallOperation | Promise<CallOperation> {
  const { random, world } = scene;
  const due = world.lots.get(lotIdOf(note, index)).time;
  if (scene.now() >= due)
    return random.chance(85) ? makeExpire(scene, note, [index], soon(scene)) : makeSubmit(scene, note, index);
  const isClosed = world.jobs.get(note.jobId).state === JobState.Closed;
  if (isClosed && random.chance(40)) return leaveBehind(scene, note, index, due);
  return random.weighted<() => CallOperation | Promise<CallOperation>>([
    [1, () => makeClose(scene, note, soon(scene), true)],
    [82, () => makeSubmit(scene, note, index)],
    [5, () => makeSubmit(scene, note, index, around(scene, due))],
    [6, () => makeExpire(scene, note, [index], around(scene, due))],
    [7, () => anyCall(scene, note, index)],
  ])();
}

/** Nobody works for a closed job any more: the lot is left until it can be expired. */
function leaveBehind(scene: Scene, note: JobNote, index: number, border: number): CallOperation {
  return makeExpire(scene, note, [index], around({ ...scene, mayJump: true }, border));
}

function callForSubmitted(
  scene: Scene,
  note: JobNote,
  index: number,
): CallOperation | Promise<CallOperation> {
  const { random, world, memory } = scene;
  const lotId = lotIdOf(note, index);
  const lot = world.lots.get(lotId);
  const panel = world.panels.get(lotId);
  const { order } = note.terms;
  const claim = memory.lot(lotId).claims[0] ?? noClaim;
  const { opensAt, closesAt } = closingOf(world.settings, note.terms, claim, lot.time, panel);
  const { fastSeconds, windowSeconds } = windowsOf(world.settings, order);
  if (scene.now() >= closesAt || (memory.isHopeless(lotId, lot.attempt) && random.chance(80)))
    return random.weighted<() => CallOperation | Promise<CallOperation>>([
      [75, () => makeExpire(scene, note, [index], around(scene, closesAt))],
      [15, () => makeFinalise(scene, note, index, soon(scene))],
      [10, () => anyCall(scene, note, index)],
    ])();
  const isClosed = world.jobs.get(note.jobId).state === JobState.Closed;
  if (isClosed && random.chance(10)) return leaveBehind(scene, note, index, closesAt);
  const wanted = claim.operator === zeroAddress ? 0 : order.attesters;
  const isSeated = wanted > 0 && panel.seats.length >= wanted;
  const isOpen = scene.now() >= opensAt;
  const wantsSeals = wanted > 0 && !isOpen && moodOf(lotId, lot.attempt) !== "ignored";
  return random.weighted<() => CallOperation | Promise<CallOperation>>([
    [wantsSeals ? (isSeated ? 15 : 60) : 4, () => makeAttest(scene, [{ note, index }])],
    [wantsSeals ? 4 : 0, () => makeAttest(scene, [{ note, index }], around(scene, lot.time + windowSeconds))],
    [isSeated ? 30 : 2, () => makeFinalise(scene, note, index, around(scene, lot.time + fastSeconds))],
    [isOpen ? 70 : wantsSeals ? 4 : 28, () => makeFinalise(scene, note, index, around(scene, opensAt))],
    [isOpen ? 4 : 1, () => makeFinalise(scene, note, index, around(scene, closesAt))],
    [isOpen ? 8 : 1, () => makeExpire(scene, note, [index], around(scene, closesAt))],
    [3, () => anyCall(scene, note, index)],
  ])();
}

export function makeClaim(scene: Scene, note: JobNote, index: number, at = soon(scene)): CallOperation {
  const { random } = scene;
  const able = ableTo(scene, { note, index });
  const operator = random.pick(able.length > 0 && random.chance(96) ? able : cast.operators);
  const { maxPrice } = note.terms.order;
  const minPay = random.weighted([
    [85, 0n],
    [15, random.wei(maxPrice)],
  ]);
  return callOf("claim", keyOf(scene, operator), [note.terms, lotIdOf(note, index), minPay], at);
}

export function makeSubmit(scene: Scene, note: JobNote, index: number, at = soon(scene)): CallOperation {
  const lotId = lotIdOf(note, index);
  const claim = scene.memory.lot(lotId).claims[0] ?? noClaim;
  const { outputRoot, metadataDigest, seal } = resultOf(scene, note, index, claim.operator);
  const args = [note.terms, lotId, claim, outputRoot, metadataDigest, seal];
  return callOf("submit", keyOf(scene, claim.operator), args, at);
}

export function makeAssemble(scene: Scene, note: JobNote, at: number): CallOperation {
  const { random } = scene;
  const { artist } = note.terms;
  const { outputRoot, metadataDigest, seal } = resultOf(scene, note, note.tileLots, artist);
  const from = random.chance(96) ? artist : anybody(scene);
  return callOf("assemble", from, [note.terms, note.jobId, outputRoot, metadataDigest, seal], at);
}

export function makeFinalise(scene: Scene, note: JobNote, index: number, at: number): CallOperation {
  const { random, memory, world } = scene;
  const lotId = lotIdOf(note, index);
  const { claims, submissions } = memory.lot(lotId);
  const submission = submissions[0] ?? noSubmission;
  const tileProbes = memory.probesOf(submission.seal);
  const { seats } = world.panels.get(lotId);
  const given = random.weighted([
    [seats.length > 0 ? 94 : 50, tileProbes],
    [seats.length > 0 ? 2 : 48, []],
    [1, [...tileProbes, random.hex(32)]],
    [2, tileProbes.map(() => random.hex(32))],
    [1, tileProbes.slice(1)],
  ]);
  const probe = random.chance(97) ? scene.memory.probeOf(submission.seal) : random.hex(32);
  const args = [note.terms, lotId, claims[0] ?? noClaim, submission, probe, given];
  return callOf("finalise", anybody(scene), args, at);
}

export function makeExpire(
  scene: Scene,
  note: JobNote,
  indexes: readonly number[],
  at: number,
): CallOperation {
  const { world, memory } = scene;
  const expiries = indexes.map((index) => {
    const lotId = lotIdOf(note, index);
    const { state } = world.lots.get(lotId);
    const { claims, submissions } = memory.lot(lotId);
    const isTaken = state !== LotState.Open;
    return {
      lotId,
      claim: isTaken ? (claims[0] ?? noClaim) : noClaim,
      submission: isTaken && state !== LotState.Claimed ? (submissions[0] ?? noSubmission) : noSubmission,
    };
  });
  return callOf("expire", anybody(scene), [note.terms, expiries], at);
}

export function makeClose(scene: Scene, note: JobNote, at: number, byArtist = false): CallOperation {
  const { random } = scene;
  // A job of so many lots is a long way; it is let go to its end.
  const isLarge = note.tileLots === 64;
  const outsider = isLarge ? random.pick(cast.strangers) : anybody(scene);
  const from = !isLarge && (byArtist || random.chance(20)) ? note.terms.artist : outsider;
  return callOf("close", from, [note.terms, note.jobId], at);
}

/** Every lot that is overdue, and sometimes one that is not. */
export function makeExpireMany(scene: Scene, note: JobNote): CallOperation {
  const { random, world, memory } = scene;
  const at = soon(scene);
  const job = world.jobs.get(note.jobId);
  const all = Array.from({ length: note.lotCount }, (_, index) => index);
  const overdue = all.filter((index) => {
    const lotId = lotIdOf(note, index);
    const lot = world.lots.get(lotId);
    if (lot.state === LotState.Open) return job.state === JobState.Closed;
    if (lot.state === LotState.Claimed) return at >= lot.time;
    if (lot.state !== LotState.Submitted) return false;
    const claim = memory.lot(lotId).claims[0] ?? noClaim;
    const panel = world.panels.get(lotId);
    return at >= closingOf(world.settings, note.terms, claim, lot.time, panel).closesAt;
  });
  const extra = random.chance(15) ? [random.pick(all)] : [];
  const twice = random.chance(5) ? overdue.slice(0, 1) : [];
  const indexes = [...random.shuffled(overdue).slice(0, 64), ...extra, ...twice];
  if (random.chance(2)) return makeExpire(scene, note, Array(66).fill(0), at);
  return makeExpire(scene, note, indexes, at);
}
