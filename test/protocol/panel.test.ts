import assert from "node:assert/strict";
import { test } from "node:test";
import { coldWindowSeconds, lotSpanSeconds, unstakeSeconds } from "@graphiti/protocol/escrow-rules.ts";
import { decide, quorumOf, seatsOf } from "@graphiti/protocol/panel.ts";
import fc from "fast-check";

const rules = {
  classes: [
    { fastSeconds: 30, windowSeconds: 300, graceSeconds: 60, tailSeconds: 0 },
    { fastSeconds: 60, windowSeconds: 90_000, graceSeconds: 50, tailSeconds: 0 },
  ],
};
const hot = { finalityClass: 0 };
const panel = (seals: number, matching: number, attesters = 2, isCold = false) => ({
  attesters,
  seals,
  matching,
  isCold,
});

test("as many matching seals as were wanted make a lot final fast", () => {
  assert.deepEqual(decide(rules, hot, panel(2, 2), 1000), {
    carried: true,
    isFast: true,
    opensAt: 1030,
    closesAt: 1360,
  });
  assert.deepEqual(decide(rules, hot, panel(0, 0, 0), 1000), {
    carried: true,
    isFast: false,
    opensAt: 1300,
    closesAt: 1360,
  });
});

test("half of them decide at the window's end, fewer at the cold window's", () => {
  assert.deepEqual(decide(rules, hot, panel(1, 1), 0), {
    carried: true,
    isFast: false,
    opensAt: 300,
    closesAt: 360,
  });
  assert.deepEqual(decide(rules, hot, panel(0, 0), 0), {
    carried: true,
    isFast: false,
    opensAt: 90_000,
    closesAt: 90_060,
  });
  assert.deepEqual(decide(rules, hot, panel(1, 1, 2, true), 0), {
    carried: true,
    isFast: false,
    opensAt: 90_000,
    closesAt: 90_060,
  });
});

test("one objection ends the fast way, and a majority decides; a draw loses", () => {
  assert.deepEqual(decide(rules, hot, panel(3, 2), 0), {
    carried: true,
    isFast: false,
    opensAt: 300,
    closesAt: 360,
  });
  assert.deepEqual(decide(rules, hot, panel(2, 1), 0), { carried: false, opensAt: 300, closesAt: 360 });
  assert.deepEqual(decide(rules, hot, panel(1, 0), 0), { carried: false, opensAt: 300, closesAt: 360 });
});

test("one more matching seal never turns a lot that would pass into one that would not", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.nat(10),
      fc.nat(10),
      fc.boolean(),
      (attesters, seals, good, cold) => {
        const matching = Math.min(seals, good);
        const before = decide(rules, hot, panel(seals, matching, attesters, cold), 0);
        const after = decide(rules, hot, panel(seals + 1, matching + 1, attesters, cold), 0);
        if (before.carried) assert.ok(after.carried && after.opensAt <= before.opensAt);
        assert.ok(before.opensAt < before.closesAt);
      },
    ),
  );
});

test("a panel has five seats more than were asked for, and a quorum of half", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5].map(quorumOf), [0, 1, 1, 2, 2, 3]);
  assert.deepEqual([0, 1, 5].map(seatsOf), [0, 6, 10]);
});

test("a span reserves the cold window where seals are wanted, and stake waits for the longest", () => {
  const order = { finalityClass: 0, claimSeconds: 200 };
  assert.equal(coldWindowSeconds(rules), 90_000);
  assert.equal(lotSpanSeconds(rules, { ...order, attesters: 0 }), 200 + 300 + 60);
  assert.equal(lotSpanSeconds(rules, { ...order, attesters: 1 }), 200 + 90_000 + 60);
  assert.throws(() => lotSpanSeconds(rules, { ...order, finalityClass: 2, attesters: 0 }), RangeError);
  assert.equal(unstakeSeconds(rules), 90_060);
});
