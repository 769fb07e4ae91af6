import assert from "node:assert/strict";
import { test } from "node:test";
import { tileAt } from "@graphiti/protocol/tiles.ts";
import fc from "fast-check";
import { middleOf, previewArea, tilesIn } from "../../app/create/preview/preview-area.ts";

const geometries = [
  { scale: 2, tileCore: 128, halo: 7 },
  { scale: 4, tileCore: 64, halo: 11 },
  { scale: 8, tileCore: 32, halo: 13 },
  { scale: 4, tileCore: 192, halo: 32 },
];

test("a piece is whole tiles of the job's own grid, inside the picture, around the place", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 1, max: 3000 }),
      fc.constantFrom(...geometries),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.boolean(),
      (width, height, geometry, x, y, hasAlpha) => {
        const picture = { width, height, hasAlpha };
        const area = previewArea(picture, geometry, { x, y });
        assert.ok(
          area.x >= 0 && area.y >= 0 && area.x + area.width <= width && area.y + area.height <= height,
        );
        assert.ok(area.places.length >= 1 && area.places.length <= 4);
        const tiles = tilesIn(area);
        for (const plane of hasAlpha ? [0, 1] : [0]) {
          const own = tiles.filter((tile) => tile.plane === plane);
          const pixels = own.reduce((sum, tile) => sum + tile.width * tile.height, 0);
          assert.equal(pixels, area.width * area.height);
        }
        for (const tile of tiles) assert.deepEqual(tile, tileAt(picture, geometry.tileCore, tile.index));
        for (const { colour, alpha } of area.places)
          if (alpha) assert.deepEqual([alpha.x, alpha.y], [colour.x, colour.y]);
        // Asking for the middle of a piece gives the piece again, so the frame does not creep.
        assert.deepEqual(previewArea(picture, geometry, middleOf(area, picture)), area);
      },
    ),
  );
});

test("a step with the keyboard is one tile", () => {
  const picture = { width: 1000, height: 1000, hasAlpha: false };
  const [geometry] = geometries;
  if (!geometry) throw new Error("no geometry");
  const area = previewArea(picture, geometry, { x: 0.5, y: 0.5 });
  const middle = middleOf(area, picture);
  const next = previewArea(picture, geometry, { x: middle.x + area.step.x, y: middle.y });
  assert.deepEqual([next.x, next.y], [area.x + 128, area.y]);
});
