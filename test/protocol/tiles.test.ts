import assert from "node:assert/strict";
import { test } from "node:test";
import { tileAt, tileCount, tilesOf } from "@graphiti/protocol/tiles.ts";
import fc from "fast-check";

const pictures = fc.record({
  width: fc.integer({ min: 1, max: 2000 }),
  height: fc.integer({ min: 1, max: 2000 }),
  hasAlpha: fc.boolean(),
});

test("the tiles of a plane cover every pixel once", () => {
  fc.assert(
    fc.property(pictures, fc.integer({ min: 100, max: 700 }), (picture, core) => {
      const tiles = tilesOf(picture, core);
      for (const plane of picture.hasAlpha ? [0, 1] : [0]) {
        const inPlane = tiles.filter((tile) => tile.plane === plane);
        const area = inPlane.reduce((sum, tile) => sum + tile.width * tile.height, 0);
        assert.equal(area, picture.width * picture.height);
        const corners = new Set(inPlane.map((tile) => `${tile.x},${tile.y}`));
        assert.equal(corners.size, inPlane.length);
        for (const tile of inPlane) {
          assert.ok(tile.x + tile.width <= picture.width && tile.y + tile.height <= picture.height);
          assert.ok(tile.x % core === 0 && tile.y % core === 0);
          assert.ok(tile.width >= 1 && tile.height >= 1);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("alpha doubles the tiles and follows the colour plane", () => {
  const picture = { width: 600, height: 400, hasAlpha: true };
  assert.equal(tileCount(picture, 512), 4);
  assert.deepEqual(tileAt(picture, 512, 3), { index: 3, plane: 1, x: 512, y: 0, width: 88, height: 400 });
});

test("a tile outside the picture is refused", () => {
  const picture = { width: 10, height: 10, hasAlpha: false };
  for (const index of [-1, 1, 0.5]) assert.throws(() => tileAt(picture, 512, index), RangeError);
});
