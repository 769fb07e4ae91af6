import assert from "node:assert/strict";
import { test } from "node:test";
import { noClaim, noSubmission } from "@graphiti/protocol/terms.ts";
import { type Address, getAddress, zeroAddress } from "viem";
import type { JobView, LotView, SealView } from "../../app/_data/views.ts";
import type { ReportedProgress } from "../../app/_server/progress-hub.ts";
import {
  commitmentOf,
  exitsOf,
  expiresAt,
  wantedSeals,
  windowEndsAt,
} from "../../app/jobs/[id]/job-exits.ts";
import { hasEnded, progressOf, sentenceOf, stepsOf, tilesDone } from "../../app/jobs/[id]/job-phase.ts";

const artist: Address = getAddress(`0x${"aa".repeat(20)}`);
const stranger: Address = getAddress(`0x${"bb".repeat(20)}`);
const rules = {
  classes: [
    { fastSeconds: 2, windowSeconds: 30, graceSeconds: 600, tailSeconds: 0 },
    { fastSeconds: 2, windowSeconds: 100, graceSeconds: 50, tailSeconds: 0 },
  ],
};
const deadline = 10_000;

function lotAt(index: number, lot: Partial<LotView> = {}): LotView {
  const base = { lotId: String(65536 + index), index, kind: "tiles", firstTile: index * 4, tiles: 4 };
  return { ...base, attempt: 0, openedAt: 0, isCold: false, seals: [], ...lot } as LotView;
}

function job(state: JobView["state"], lots: Partial<LotView>[], attesters = "0"): JobView {
  return {
    jobId: "1",
    artist,
    state,
    deadline,
    postedAt: 100,
    tiles: lots.filter(({ kind }) => kind !== "assembly").length * 4,
    terms: { artist, order: { finalityClass: "0", attesters } },
    lots: lots.map((lot, index) => lotAt(index, lot)),
    transactions: [],
  } as unknown as JobView;
}

const report = (change: Partial<ReportedProgress> = {}): ReportedProgress => ({
  jobId: "1",
  lotId: "65536",
  attempt: 0,
  phase: "computing",
  tilesDone: 1,
  tiles: 4,
  sentAt: 0,
  key: stranger,
  receivedAt: 0,
  ...change,
});

const assembly = (lot: Partial<LotView> = {}): Partial<LotView> => ({
  kind: "assembly",
  tiles: 1,
  openedAt: undefined,
  state: "open",
  ...lot,
});
const seal = (isObjection = false): SealView => ({ operator: stranger, age: 3, isObjection, seal: "0x01" });
const submitted = { state: "submitted", operator: stranger, submittedAt: 500 } as const;

const names = (view: JobView, now: number, reader?: Address) =>
  exitsOf(view, now, rules, reader).map(({ kind, isOpen }) => `${kind}:${isOpen}`);
const statesOf = (view: JobView, reports: ReportedProgress[] = []) =>
  stepsOf(view, reports).map(({ id, state }) => `${id}:${state}`);

test("the steps follow the chain, and the reports fill in the computing", () => {
  const claimed = job("live", [{ state: "claimed", due: 500 }]);
  assert.deepEqual(statesOf(claimed, [report()]), [
    "posted:done",
    "claimed:done",
    "computed:now",
    "final:later",
    "minted:later",
  ]);
  assert.equal(stepsOf(claimed, [report()])[2]?.name, "Computing: 1 of 4 tiles");
  assert.ok(statesOf(job("minted", [{ state: "final" }])).every((step) => step.endsWith(":done")));
  assert.deepEqual(
    stepsOf(job("closed", [{ state: "refunded" }]), []).map(({ id }) => id),
    ["posted", "closed", "refunded"],
  );
});

test("with several lots a step counts them, and joining waits for all", () => {
  const half = job("live", [{ state: "final" }, { state: "claimed" }, { state: "open" }, assembly()]);
  assert.deepEqual(statesOf(half), [
    "posted:done",
    "claimed:now",
    "computed:now",
    "final:now",
    "joined:later",
    "minted:later",
  ]);
  assert.deepEqual(
    stepsOf(half, [report({ lotId: "65537", tilesDone: 2 })])
      .slice(1, 4)
      .map(({ name }) => name),
    ["Claimed: 2 of 3 lots", "Computing: 6 of 12 tiles", "Final: 1 of 3 lots"],
  );
  const joining = job("live", [{ state: "final" }, { state: "final" }, assembly({ openedAt: 9 })]);
  assert.deepEqual(statesOf(joining).slice(-2), ["joined:now", "minted:later"]);
  assert.match(sentenceOf(joining, []), /join/);
});

test("the time of the claims is that of the last lot of tiles, not of the joining", () => {
  const claims = [110, 130, 200].map((at) => ({ kind: "claimed", at }));
  const view = { ...job("live", [{}, {}, assembly()]), assemblyOpenedAt: 180, transactions: claims };
  const step = stepsOf(view as unknown as JobView, []).find(({ id }) => id === "claimed");
  assert.equal(step?.at, 130);
});

test("a report about an earlier attempt or a finished lot counts for nothing", () => {
  const second = lotAt(0, { state: "claimed", attempt: 1 });
  assert.ok(progressOf(second, [report({ attempt: 1 })]));
  assert.equal(progressOf(second, [report()]), undefined);
  assert.equal(progressOf(lotAt(0, { state: "final" }), [report()]), undefined);
  assert.equal(tilesDone(job("live", [{ state: "claimed", attempt: 1 }]), [report()]), 0);
  assert.equal(tilesDone(job("live", [{ state: "claimed" }]), [report({ tilesDone: 99 })]), 4);
});

test("every state of a job has its sentence", () => {
  for (const state of ["live", "minted", "closed"] as const)
    for (const lot of ["open", "claimed", "submitted", "final", "refunded"] as const)
      for (const more of [[], [{ state: "final" as const }, assembly({ state: lot })]])
        assert.match(sentenceOf(job(state, [{ state: lot }, ...more]), []), /^[A-Z0-9].*\.$/);
  const checked = job("live", [{ ...submitted, seals: [seal()] }], "2");
  assert.match(sentenceOf(checked, []), /1 of 2 checks/);
  assert.match(sentenceOf(job("live", [{ ...submitted, seals: [seal(true)] }], "2"), []), /do not agree/);
});

test("a job has ended when nothing of it can change", () => {
  assert.equal(hasEnded(job("minted", [{ state: "final" }])), true);
  assert.equal(hasEnded(job("closed", [{ state: "refunded" }, { state: "final" }])), true);
  assert.equal(hasEnded(job("closed", [{ state: "refunded" }, { state: "claimed" }])), false);
  assert.equal(hasEnded(job("live", [{ state: "submitted" }])), false);
});

test("the artist may close at once, others from the deadline on", () => {
  const open = job("live", [{ state: "open" }]);
  assert.deepEqual(names(open, 200, artist), ["close:true"]);
  assert.deepEqual(names(open, deadline - 1, stranger), ["close:false"]);
  assert.deepEqual(names(open, deadline, stranger), ["close:true"]);
  assert.deepEqual(names(open, deadline), ["close:true"]);
});

test("of a job that a drop posted, its artist may close no sooner than others", () => {
  const open = job("live", [{ state: "open" }]);
  const ofDrop: JobView = { ...open, terms: { ...open.terms, artist: getAddress(`0x${"dd".repeat(20)}`) } };
  assert.deepEqual(names(ofDrop, 200, artist), ["close:false"]);
});

test("once all tiles are paid only the artist may close, and may join after one window", () => {
  const paid = job("live", [{ state: "final" }, { state: "final" }, assembly({ openedAt: 500 })]);
  assert.deepEqual(names(paid, deadline + 1, stranger), []);
  assert.deepEqual(names(paid, 529, artist), ["assemble:false", "close:true"]);
  assert.deepEqual(names(paid, 530, artist), ["assemble:true", "close:true"]);
  const early = job("live", [{ state: "final" }, { state: "submitted", submittedAt: 1 }, assembly()]);
  assert.deepEqual(names(early, 2, artist), ["close:true", "expire:false"]);
});

test("a lot ends from its due second on, or after its window and grace", () => {
  const claimed = job("closed", [{ state: "claimed", due: 500 }]);
  assert.deepEqual(names(claimed, 499), ["expire:false"]);
  assert.deepEqual(names(claimed, 500), ["expire:true"]);
  const waiting = job("closed", [submitted]);
  assert.deepEqual(names(waiting, 1_129), ["expire:false"]);
  assert.deepEqual(names(waiting, 1_130), ["expire:true"]);
});

test("with too few seals the cold window runs, and none for what the artist joined", () => {
  const endOf = (lot: Partial<LotView>) => {
    const view = job("live", [{ ...submitted, ...lot }], "2");
    return view.lots[0] && [windowEndsAt(view, view.lots[0], rules), expiresAt(view, view.lots[0], rules)];
  };
  assert.deepEqual(endOf({}), [600, 1_200]);
  assert.deepEqual(endOf({ seals: [seal()] }), [530, 1_130]);
  assert.deepEqual(endOf({ seals: [seal()], isCold: true }), [600, 1_200]);
  assert.deepEqual(endOf({ operator: undefined }), [530, 1_130]);
  const open = job("live", [{ state: "open" }], "2");
  assert.equal(open.lots[0] && wantedSeals(open, open.lots[0]), 2);
});

test("one call ends all that is due", () => {
  const many = job(
    "closed",
    Array.from({ length: 65 }, () => ({ state: "open" as const })),
  );
  assert.equal(exitsOf(many, 0, rules)[0]?.lots.length, 65);
  const some = job("live", [{ state: "claimed", due: 5 }, { state: "open" }, { state: "claimed", due: 9 }]);
  assert.deepEqual(
    exitsOf(some, 7, rules)
      .at(-1)
      ?.lots.map(({ index }) => index),
    [0],
  );
});

test("an open lot is released only once its job is closed, and a minted job has no way out", () => {
  assert.deepEqual(names(job("closed", [{ state: "open" }]), 0), ["expire:true"]);
  assert.deepEqual(names(job("closed", [{ state: "refunded" }]), 0), []);
  assert.deepEqual(names(job("minted", [{ state: "final" }]), deadline + 1, artist), []);
});

test("a call brings along exactly what the lot's state holds", () => {
  const held = {
    operator: stranger,
    priceWei: "7",
    openSeconds: 3,
    outputRoot: "0x01",
    metadataDigest: "0x02",
    seal: "0x03",
    l2Block: "12",
  } as const;
  const lot = (state: LotView["state"], more: Partial<LotView> = {}) => lotAt(0, { state, ...held, ...more });
  const claim = { operator: stranger, price: 7n, openSeconds: 3 };
  const submission = { outputRoot: "0x01", metadataDigest: "0x02", seal: "0x03", l2Block: 12n };
  assert.deepEqual(commitmentOf(lot("open")), { claim: noClaim, submission: noSubmission });
  assert.deepEqual(commitmentOf(lot("claimed")), { claim, submission: noSubmission });
  assert.deepEqual(commitmentOf(lot("submitted")), { claim, submission });
  assert.deepEqual(commitmentOf(lot("submitted", { operator: undefined, priceWei: "0" })), {
    claim: { ...claim, operator: zeroAddress, price: 0n },
    submission,
  });
});
