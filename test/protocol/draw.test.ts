import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isDrawn,
  isLikelyDrawn,
  sampleTiles,
  secondsPerDoubling,
  secondsUntilDrawn,
  seedOf,
  threshold,
  ticketOf,
} from "@graphiti/protocol/draw.ts";
import fc from "fast-check";
import type { Hex } from "viem";
import { anyAddress, anyDigest } from "./arbitraries.ts";

const drawings = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 40 - 1 }),
  lotId: fc.bigInt({ min: 1n << 16n, max: 2n ** 80n }),
  attempt: fc.nat(0xffff),
});
const weights = fc
  .tuple(fc.bigInt({ min: 1n, max: 2n ** 79n }), fc.bigInt({ min: 0n, max: 2n ** 79n }))
  .map(([stake, others]) => ({ stake, totalStake: stake + others }));
const ages = fc.nat(2 ** 24);

test("a seed is the first five bytes of the block's hash, and never zero", () => {
  assert.equal(seedOf(`0x0102030405${"ff".repeat(27)}`), 0x0102030405);
  assert.equal(seedOf(`0x0000000000${"ff".repeat(27)}`), 1);
});

test("whoever stands on the edge of the circle is outside, and inside with a wei more", () => {
  const drawing = { seed: 1, lotId: 1n << 16n, attempt: 1 };
  const operator = "0x00000000000000000000000000000000000000a1";
  // Of these stakes the circle's part is exactly this operator's ticket.
  const weight = { stake: 18963188965767973433n, totalStake: 83522003919002053965n };
  assert.equal(threshold(weight, 0), ticketOf(drawing, operator));
  assert.equal(isDrawn(drawing, operator, weight, 0), false);
  assert.equal(isDrawn(drawing, operator, { ...weight, stake: weight.stake + 1n }, 0), true);
});

test("the circle widens with age and with stake, to everybody", () => {
  fc.assert(
    fc.property(weights, ages, ages, (weight, a, b) => {
      const [early, late] = a < b ? [a, b] : [b, a];
      assert.ok(threshold(weight, early) <= threshold(weight, late));
      const more = { stake: weight.stake + 1n, totalStake: weight.totalStake };
      assert.ok(threshold(weight, early) <= threshold(more, early));
      assert.ok(threshold({ stake: weight.totalStake, totalStake: weight.totalStake }, 0) >= 1n << 128n);
    }),
  );
});

test("the first circle holds three operators' worth of stake on average, the next six", () => {
  const weight = { stake: 1n, totalStake: 100n };
  for (const [age, wanted] of [
    [0, 3],
    [29, 3],
    [30, 6],
    [90, 24],
  ] as const) {
    const chance = Number((threshold(weight, age) * 1_000_000n) >> 128n) / 1_000_000;
    assert.ok(Math.abs(chance * 100 - wanted) < 0.001, `${age} s: ${chance * 100}`);
  }
});

test("with a sixth of all stake an operator is as likely as not in the first circle", () => {
  assert.equal(isLikelyDrawn({ stake: 5n, totalStake: 30n }), true);
  assert.equal(isLikelyDrawn({ stake: 5n, totalStake: 31n }), false);
});

test("an operator is drawn from the second on that is foretold, and not before", () => {
  fc.assert(
    fc.property(drawings, anyAddress, weights, (drawing, operator, weight) => {
      const since = secondsUntilDrawn(drawing, operator, weight);
      if (since === undefined) {
        assert.ok(!isDrawn(drawing, operator, weight, 2 ** 24));
        return;
      }
      assert.equal(since % secondsPerDoubling, 0);
      assert.ok(isDrawn(drawing, operator, weight, since));
      assert.ok(since === 0 || !isDrawn(drawing, operator, weight, since - 1));
    }),
  );
});

test("a ticket changes with the seed, the lot, the attempt and the operator", () => {
  const drawing = { seed: 7, lotId: 65536n, attempt: 0 };
  const operators: Hex[] = [`0x${"11".repeat(20)}`, `0x${"22".repeat(20)}`];
  const [one, other] = operators as [Hex, Hex];
  const tickets = [
    ticketOf(drawing, one),
    ticketOf(drawing, other),
    ticketOf({ ...drawing, seed: 8 }, one),
    ticketOf({ ...drawing, lotId: 65537n }, one),
    ticketOf({ ...drawing, attempt: 1 }, one),
  ];
  assert.equal(new Set(tickets).size, tickets.length);
  assert.ok(tickets.every((ticket) => ticket < 1n << 128n));
});

test("a sample holds as many distinct tiles of the lot as are wanted, or all", () => {
  fc.assert(
    fc.property(drawings, fc.integer({ min: 1, max: 128 }), fc.nat(160), (drawing, tiles, wanted) => {
      const sample = sampleTiles(drawing, tiles, wanted);
      assert.equal(sample.length, Math.min(tiles, wanted));
      assert.equal(new Set(sample).size, sample.length);
      assert.ok(sample.every((tile) => Number.isInteger(tile) && tile >= 0 && tile < tiles));
      // A larger sample starts with the smaller one.
      assert.deepEqual(sampleTiles(drawing, tiles, tiles).slice(0, sample.length), sample);
    }),
  );
});

test("every tile is as likely to be in a sample as any other", () => {
  const tiles = 8;
  const hits = Array.from({ length: tiles }, () => 0);
  const draws = 2_000;
  for (let seed = 1; seed <= draws; seed++)
    for (const tile of sampleTiles({ seed, lotId: 65536n, attempt: 0 }, tiles, 2))
      hits[tile] = (hits[tile] ?? 0) + 1;
  // A quarter of 2,000 is 500, with a standard deviation of 19: five of them either way.
  for (const [tile, count] of hits.entries())
    assert.ok(Math.abs(count - draws / 4) < 97, `tile ${tile}: ${count}`);
});

test("a seed's digest decides nothing but its first bytes", () => {
  fc.assert(
    fc.property(anyDigest, (hash) => {
      const seed = seedOf(hash);
      assert.ok(seed >= 1 && seed < 2 ** 40);
      assert.equal(seedOf(`${hash.slice(0, 12)}${"00".repeat(27)}` as Hex), seed);
    }),
  );
});
