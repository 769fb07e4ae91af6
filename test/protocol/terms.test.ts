import assert from "node:assert/strict";
import { test } from "node:test";
import {
  claimCommitment,
  firstTile,
  isAssembly,
  jobIdOf,
  lotCount,
  lotIdOf,
  lotIndexOf,
  lotTiles,
  makesFile,
  noClaim,
  noSubmission,
  submissionCommitment,
  tileLotCount,
} from "@graphiti/protocol/terms.ts";
import fc from "fast-check";
import { keccak256, pad, size, sliceHex, toHex } from "viem";
import { anyShape } from "./arbitraries.ts";

test("every tile lies in exactly one lot, and none but the last tile lot is short", () => {
  fc.assert(
    fc.property(anyShape, (shape) => {
      let next = 0;
      for (let lot = 0; lot < tileLotCount(shape); lot++) {
        assert.equal(firstTile(shape, lot), next);
        const tiles = lotTiles(shape, lot);
        assert.ok(tiles > 0 && (tiles === shape.tilesPerLot || lot === tileLotCount(shape) - 1));
        next += tiles;
      }
      assert.equal(next, shape.tiles);
    }),
  );
});

test("one lot makes the file: the only one, or the one that joins the others", () => {
  fc.assert(
    fc.property(anyShape, (shape) => {
      const lots = Array.from({ length: lotCount(shape) }, (_, index) => index);
      assert.deepEqual(
        lots.filter((lot) => makesFile(shape, lot)),
        [lots.length - 1],
      );
      assert.deepEqual(
        lots.filter((lot) => isAssembly(shape, lot)),
        lots.length === 1 ? [] : [lots.length - 1],
      );
      assert.throws(() => lotTiles(shape, lots.length), RangeError);
    }),
  );
  assert.equal(lotCount({ tiles: 128, tilesPerLot: 128 }), 1);
  assert.equal(lotCount({ tiles: 129, tilesPerLot: 128 }), 3);
  assert.equal(lotTiles({ tiles: 129, tilesPerLot: 128 }, 2), 1);
});

test("a lot's id holds its job and its index", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 64n }), fc.nat(64), (jobId, index) => {
      const lotId = lotIdOf(jobId, index);
      assert.equal(jobIdOf(lotId), jobId);
      assert.equal(lotIndexOf(lotId), index);
    }),
  );
});

test("commitments are the first 24 bytes over plain words, and see every field", () => {
  const word = (value: bigint | number) => pad(toHex(value), { size: 32 }).slice(2);
  const claim = { ...noClaim, price: 5n, openSeconds: 9 };
  const words = `${word(0)}${word(5)}${word(9)}`;
  assert.equal(claimCommitment(claim), sliceHex(keccak256(`0x${words}`), 0, 24));
  const submission = { ...noSubmission, l2Block: 77n };
  const more = `${word(0)}${word(0)}${word(0)}${word(77)}`;
  assert.equal(submissionCommitment(claim, submission), sliceHex(keccak256(`0x${words}${more}`), 0, 24));
  assert.equal(size(claimCommitment(claim)), 24);
  assert.notEqual(submissionCommitment(claim, submission), submissionCommitment(claim, noSubmission));
});
