import assert from "node:assert/strict";
import { test } from "node:test";
import { noClaim, noSubmission } from "@graphiti/protocol/terms.ts";
import { type Address, getAddress } from "viem";
import type { JobView, LotView } from "../../app/_data/views.ts";
import type { ReportedProgress } from "../../app/_server/progress-hub.ts";
import { commitmentOf, exitsOf } from "../../app/jobs/[id]/job-exits.ts";
import { hasEnded, progressOf, sentenceOf, stepsOf } from "../../app/jobs/[id]/job-phase.ts";

const artist: Address = getAddress(`0x${"aa".repeat(20)}`);
const stranger: Address = getAddress(`0x${"bb".repeat(20)}`);
const windows = { windowSeconds: 30, graceSeconds: 600 };
const deadline = 10_000;

function job(state: JobView["state"], lot: Partial<LotView>): JobView {
  const lots = [{ lotId: "65536", index: 0, tiles: 4, attempt: 0, openedAt: 0, ...lot }];
  return {
    jobId: "1",
    artist,
    state,
    deadline,
    postedAt: 100,
    tiles: 4,
    lots,
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

const names = (view: JobView, now: number, reader?: Address) =>
  exitsOf(view, now, windows, reader).map(({ kind, isOpen }) => `${kind}:${isOpen}`);

test("the steps follow the chain, and the report fills in the computing", () => {
  const claimed = job("live", { state: "claimed", due: 500 });
  const steps = stepsOf(claimed, report());
  assert.deepEqual(
    steps.map(({ state }) => state),
    ["done", "done", "now", "later", "later", "later"],
  );
  assert.equal(steps[2]?.name, "Computing tile 2 of 4");
  assert.equal(stepsOf(claimed, report({ tilesDone: 4 }))[2]?.name, "Computing tile 4 of 4");
  assert.ok(stepsOf(job("minted", { state: "final" }), undefined).every(({ state }) => state === "done"));
  assert.deepEqual(
    stepsOf(job("closed", { state: "refunded" }), undefined).map(({ id }) => id),
    ["posted", "closed", "refunded"],
  );
});

test("a report about an earlier attempt or a finished lot is not shown", () => {
  assert.ok(progressOf(job("live", { state: "claimed", attempt: 1 }), [report({ attempt: 1 })]));
  assert.equal(progressOf(job("live", { state: "claimed", attempt: 1 }), [report()]), undefined);
  assert.equal(progressOf(job("minted", { state: "final" }), [report()]), undefined);
});

test("every state of a job has its sentence", () => {
  for (const state of ["live", "minted", "closed"] as const)
    for (const lot of ["open", "claimed", "submitted", "final", "refunded"] as const)
      assert.match(sentenceOf(job(state, { state: lot }), undefined), /^[A-Z].*\.$/);
});

test("a job has ended when nothing of it can change", () => {
  assert.equal(hasEnded(job("minted", { state: "final" })), true);
  assert.equal(hasEnded(job("closed", { state: "refunded" })), true);
  assert.equal(hasEnded(job("closed", { state: "claimed" })), false);
  assert.equal(hasEnded(job("live", { state: "submitted" })), false);
});

test("the artist may close at once, others from the deadline on", () => {
  const open = job("live", { state: "open" });
  assert.deepEqual(names(open, 200, artist), ["close:true"]);
  assert.deepEqual(names(open, deadline - 1, stranger), ["close:false"]);
  assert.deepEqual(names(open, deadline, stranger), ["close:true"]);
  assert.deepEqual(names(open, deadline), ["close:true"]);
});

test("a claimed lot may be ended from its due second on, a submitted one after window and grace", () => {
  const claimed = job("closed", { state: "claimed", due: 500 });
  assert.deepEqual(names(claimed, 499), ["expire:false"]);
  assert.deepEqual(names(claimed, 500), ["expire:true"]);
  const submitted = job("closed", { state: "submitted", submittedAt: 500 });
  assert.deepEqual(names(submitted, 1_129), ["expire:false"]);
  assert.deepEqual(names(submitted, 1_130), ["expire:true"]);
});

test("an open lot is released only once its job is closed, and a minted job has no way out", () => {
  assert.deepEqual(names(job("closed", { state: "open" }), 0), ["expire:true"]);
  assert.deepEqual(names(job("closed", { state: "refunded" }), 0), []);
  assert.deepEqual(names(job("minted", { state: "final" }), deadline + 1, artist), []);
});

test("a call brings along exactly what the lot's state holds", () => {
  const held = {
    operator: stranger,
    priceWei: "7",
    openSeconds: 3,
    outputRoot: "0x01",
    metadataDigest: "0x02",
    seal: "0x03",
  } as const;
  const lot = (state: LotView["state"]) => ({ ...job("live", { state, ...held }).lots[0] }) as LotView;
  const claim = { operator: stranger, price: 7n, openSeconds: 3 };
  assert.deepEqual(commitmentOf(lot("open")), { claim: noClaim, submission: noSubmission });
  assert.deepEqual(commitmentOf(lot("claimed")), { claim, submission: noSubmission });
  assert.deepEqual(commitmentOf(lot("submitted")), {
    claim,
    submission: { outputRoot: "0x01", metadataDigest: "0x02", seal: "0x03" },
  });
});
