import assert from "node:assert/strict";
import { test } from "node:test";
import { clipTo, replicateBorder } from "@graphiti/protocol/picture/halo.ts";
import fc from "fast-check";

test("every pixel of a haloed tile is the nearest pixel of the picture", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: -8, max: 12 }),
      fc.integer({ min: -8, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      (width, height, x, y, wantedWidth, wantedHeight) => {
        const wanted = { x, y, width: wantedWidth, height: wantedHeight };
        const inside = clipTo(wanted, width, height);
        const source = new Uint8Array(inside.width * inside.height * 3);
        for (let row = 0; row < inside.height; row++)
          for (let column = 0; column < inside.width; column++)
            source.set([column + inside.x, row + inside.y, 7], (row * inside.width + column) * 3);
        const { data } = replicateBorder(source, 3, inside, wanted, [0, 1, 2]);
        const plane = wantedWidth * wantedHeight;
        const nearest = (value: number, size: number) => Math.max(0, Math.min(size - 1, value));
        for (let row = 0; row < wantedHeight; row++)
          for (let column = 0; column < wantedWidth; column++) {
            const at = row * wantedWidth + column;
            assert.equal(data[at], nearest(x + column, width));
            assert.equal(data[plane + at], nearest(y + row, height));
            assert.equal(data[2 * plane + at], 7);
          }
      },
    ),
  );
});
