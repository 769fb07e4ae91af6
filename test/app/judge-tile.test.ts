import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { jobOutputRoot, planarDigest, sha256, tileProof, tilesRoot } from "@graphiti/protocol/digests.ts";
import { type Hex, hexToBytes } from "viem";
import { judgeTile } from "../../app/works/[id]/verify/judge-tile.ts";
import { type DeliveredTile, isRight, type Pixels } from "../../app/works/[id]/verify/judgement.ts";

const side = 4;
const tileOf = (seed: number): Pixels => ({
  planar: Uint8Array.from({ length: 3 * side * side }, (_, at) => (at * 37 + seed * 91) & 255),
  width: side,
  height: side,
});
const digestOf = ({ planar, width, height }: Pixels) => planarDigest(planar, 3, width, height);

/** A job of five tiles in lots of two, the last one of one; tile 3 is the second of lot 1. */
const inputs = [0, 1, 2, 3, 4].map((seed) => tileOf(seed));
const outputs = [10, 11, 12, 13, 14].map((seed) => tileOf(seed));
const listed = (tiles: Pixels[], first: number) =>
  tiles.map((tile, at) => ({ index: first + at, digest: digestOf(tile) }));
const lots = [outputs.slice(0, 2), outputs.slice(2, 4), outputs.slice(4)].map((tiles, lot) =>
  listed(tiles, 2 * lot),
);
const lotRoots = lots.map(tilesRoot);
const commitments = { inputRoot: tilesRoot(listed(inputs, 0)), outputRoot: jobOutputRoot(lotRoots) };

const index = 3;
const delivered = (): DeliveredTile => ({
  index,
  lotIndex: 1,
  lotRoots: [...lotRoots],
  input: { ...tileOf(3), proof: tileProof(listed(inputs, 0), index) },
  output: { ...tileOf(13), proof: tileProof(lots[1] ?? [], 1) },
});
const computed = (pixels: Pixels = tileOf(13)) => ({ ...pixels, outputDigest: digestOf(pixels) });
const spoilt = (pixels: Pixels): Pixels => {
  const planar = pixels.planar.slice();
  planar[7] = (planar[7] as number) ^ 1;
  return { ...pixels, planar };
};

describe("one tile of a work, computed again", () => {
  test("is right when input, result and arithmetic agree with the token", () => {
    const judgement = judgeTile(commitments, delivered(), computed());
    const { storedDigest, ...found } = judgement;
    assert.deepEqual(found, { inputIsPosted: true, outputIsCommitted: true, isEqual: true, differing: 0 });
    assert.equal(storedDigest, digestOf(tileOf(13)));
    assert.ok(isRight(judgement));
  });

  test("is not equal when one bit was computed otherwise, though the gallery delivered what was committed to", () => {
    const judgement = judgeTile(commitments, delivered(), computed(spoilt(tileOf(13))));
    assert.deepEqual([judgement.outputIsCommitted, judgement.isEqual, judgement.differing], [true, false, 1]);
    assert.ok(!isRight(judgement));
  });

  test("is not right when the result that is delivered is another than the committed one, even if both agree", () => {
    const tile = delivered();
    const forged = { ...tile, output: { ...tile.output, ...spoilt(tile.output) } };
    const judgement = judgeTile(commitments, forged, computed(spoilt(tileOf(13))));
    assert.deepEqual([judgement.outputIsCommitted, judgement.isEqual], [false, true]);
    assert.ok(!isRight(judgement));
  });

  test("is not right when the input is not the posted one", () => {
    const tile = delivered();
    const other = { ...tile, input: { ...spoilt(tileOf(3)), proof: tile.input?.proof ?? [] } };
    const judgement = judgeTile(commitments, other, computed());
    assert.deepEqual([judgement.inputIsPosted, judgement.isEqual], [false, true]);
    assert.ok(!isRight(judgement));
  });

  test("is not right under roots of lots that are not the token's", () => {
    const lotRootsOfOthers: Hex[] = [lotRoots[1] as Hex, lotRoots[1] as Hex, lotRoots[2] as Hex];
    const judgement = judgeTile(commitments, { ...delivered(), lotRoots: lotRootsOfOthers }, computed());
    assert.equal(judgement.outputIsCommitted, false);
    const beyond = judgeTile(commitments, { ...delivered(), lotIndex: 9 }, computed());
    assert.equal(beyond.outputIsCommitted, false);
  });

  test("cannot stand for another tile", () => {
    const judgement = judgeTile(commitments, { ...delivered(), index: 2 }, computed());
    assert.deepEqual([judgement.inputIsPosted, judgement.outputIsCommitted], [false, false]);
  });

  test("is held to its parameters where the work was generated", () => {
    const params: Hex = `0x${"5a".repeat(32)}`;
    const inputRoot = tilesRoot([{ index: 0, digest: sha256(hexToBytes(params)) }]);
    const { input: _, ...rest } = delivered();
    assert.ok(isRight(judgeTile({ ...commitments, inputRoot }, { ...rest, params }, computed())));
    const others = judgeTile(
      { ...commitments, inputRoot },
      { ...rest, params: `0x${"5b".repeat(32)}` },
      computed(),
    );
    assert.deepEqual([others.inputIsPosted, isRight(others)], [false, false]);
    assert.equal(judgeTile({ ...commitments, inputRoot }, rest, computed()).inputIsPosted, false);
  });
});
