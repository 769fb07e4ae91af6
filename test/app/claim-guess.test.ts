import assert from "node:assert/strict";
import { test } from "node:test";
import { guessClaim } from "../../app/create/claim-guess.ts";

const offer = { tiles: 10, lots: 1, minPriceWei: 400n, maxPriceWei: 1_000n, rampSeconds: 120 };
const claims = (...weiPerTile: bigint[]) => weiPerTile.map((wei) => ({ weiPerTile: wei, openSeconds: 5 }));

test("the price is followed to what the middle one of the last claims was paid", () => {
  assert.deepEqual(guessClaim(offer, claims(1n, 70n, 999n)), { openSeconds: 60, claims: 3 });
  assert.equal(guessClaim(offer, claims(39n))?.openSeconds, 0);
  assert.equal(guessClaim(offer, claims(500n))?.openSeconds, 120);
});

test("nodes that did not wait for the price to rise are taken to come at once again", () => {
  const dear = (...openSeconds: number[]) =>
    openSeconds.map((open) => ({ weiPerTile: 500n, openSeconds: open }));
  assert.deepEqual(guessClaim(offer, dear(1, 3, 90)), { openSeconds: 0, claims: 3 });
  assert.equal(guessClaim(offer, dear(1, 4, 90))?.openSeconds, 120);
  assert.equal(guessClaim(offer, dear(1, 90))?.openSeconds, 120);
});

test("of a job with several lots only the tiles' part counts", () => {
  assert.equal(guessClaim({ ...offer, lots: 3 }, claims(76n))?.openSeconds, 80);
});

test("without claims, or without a rise, nothing is made up", () => {
  assert.equal(guessClaim(offer, []), undefined);
  assert.equal(guessClaim({ ...offer, minPriceWei: 1_000n }, claims(500n))?.openSeconds, 0);
});
