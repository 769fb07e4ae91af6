import assert from "node:assert/strict";
import { test } from "node:test";
import { tileAt, tileCount } from "@graphiti/protocol/tiles.ts";
import fc from "fast-check";
import { type Box, pathOf, runBoxes } from "../../app/jobs/[id]/run-shapes.ts";

const area = (boxes: readonly Box[]) => boxes.reduce((sum, { width, height }) => sum + width * height, 0);
const covers = (boxes: readonly Box[], x: number, y: number) =>
  boxes.some((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);

test("a run of tiles is drawn as exactly the tiles that it holds", () => {
  const side = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(
      side,
      side,
      fc.integer({ min: 1, max: 20 }),
      fc.nat(),
      fc.nat(),
      (width, height, core, a, b) => {
        const picture = { width, height, hasAlpha: false };
        const tiles = tileCount(picture, core);
        const first = a % tiles;
        const count = 1 + (b % (tiles - first));
        const boxes = runBoxes({ width, height, tileCore: core }, first, count);
        assert.ok(boxes.length <= 3);
        const run = Array.from({ length: count }, (_, at) => tileAt(picture, core, first + at));
        assert.equal(area(boxes), area(run));
        for (const { x, y } of run) assert.ok(covers(boxes, x, y));
      },
    ),
  );
});

test("a run over both planes lies over the same places twice", () => {
  const grid = { width: 20, height: 20, tileCore: 10 };
  assert.equal(area(runBoxes(grid, 0, 8)), 800);
  assert.equal(area(runBoxes(grid, 3, 2)), 200);
  assert.deepEqual(runBoxes(grid, 4, 1), [{ x: 0, y: 0, width: 10, height: 10 }]);
  assert.deepEqual(runBoxes(grid, 2, 0), []);
  assert.equal(pathOf(runBoxes(grid, 0, 1)), "M0 0h10v10h-10z");
});
