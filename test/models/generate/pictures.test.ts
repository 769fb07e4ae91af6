import assert from "node:assert/strict";
import { test } from "node:test";
import { generators } from "@graphiti/models/generate/generators.ts";
import { paletteNames, symmetryNames } from "@graphiti/protocol/generate-params.ts";
import { someParams } from "./arbitrary.ts";

type Render = (typeof generators)["dream"]["renderTile"];

const wholeOf = (render: Render, params: typeof someParams, width: number, height: number) =>
  render(params, { width, height }, { x: 0, y: 0, width, height }).pixels;

/** Means of blocks, as wide and high as `by` pixels of a square picture. */
function shrunk(pixels: Uint8Array, side: number, by: number): number[] {
  const small = side / by;
  const sums = new Array<number>(3 * small * small).fill(0);
  for (let at = 0; at < pixels.length; at++) {
    const y = Math.floor(at / side);
    const c = Math.floor(y / side);
    const to = (c * small + Math.floor((y % side) / by)) * small + Math.floor((at % side) / by);
    sums[to] = (sums[to] as number) + (pixels[at] as number) / by ** 2;
  }
  return sums;
}

function meanDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += Math.abs((a[at] as number) - (b[at] as number));
  return sum / a.length;
}

for (const [name, { renderTile }] of Object.entries(generators)) {
  test(`${name}: a small picture shows the composition of a large one`, () => {
    const other = { ...someParams, seed: `0x${"ab".repeat(16)}` as const };
    const large = shrunk(wholeOf(renderTile, someParams, 256, 256), 256, 8);
    const small = shrunk(wholeOf(renderTile, someParams, 128, 128), 128, 4);
    const foreign = shrunk(wholeOf(renderTile, other, 128, 128), 128, 4);
    const [same, another] = [meanDifference(large, small), meanDifference(large, foreign)];
    assert.ok(same * 2 < another, `${same} against ${another}`);
  });

  test(`${name}: every parameter changes the picture, and nothing else does`, () => {
    const base = wholeOf(renderTile, someParams, 48, 32);
    assert.deepEqual(wholeOf(renderTile, { ...someParams }, 48, 32), base);
    const changes = [
      ...paletteNames.map((_, palette) => ({ palette })),
      ...symmetryNames.map((_, symmetry) => ({ symmetry })),
      ...Array.from({ length: 10 }, (_, complexity) => ({ complexity })),
      { variation: 1 },
      { variation: 255 },
      { seed: "0x6772617068697469206d757374206266" as const },
    ];
    const seen = new Set<string>();
    for (const change of changes)
      seen.add(Buffer.from(wholeOf(renderTile, { ...someParams, ...change }, 48, 32)).toString("base64"));
    // Palette, symmetry and complexity of `someParams` are each among the changes, and all three give its own picture.
    assert.equal(seen.size, changes.length - 2);
  });

  test(`${name}: symmetric pictures repeat across their axes, all but their paper`, () => {
    const width = 64;
    const distances = symmetryNames.map((_, symmetry) => {
      const pixels = wholeOf(renderTile, { ...someParams, symmetry }, width, width);
      const mirrored = pixels.map((_, at) => pixels[at - (at % width) + width - 1 - (at % width)] as number);
      return meanDifference(pixels, mirrored);
    });
    assert.ok((distances[0] as number) > 30, `${distances}`);
    for (const distance of distances.slice(1)) assert.ok(distance < 12, `${distances}`);
  });

  test(`${name}: no seed gives an empty picture`, () => {
    for (let seed = 0; seed < 16; seed++) {
      const hex = `0x${seed.toString(16).padStart(32, "0")}` as const;
      const pixels = wholeOf(renderTile, { ...someParams, seed: hex, palette: seed % 12 }, 24, 24);
      const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
      const deviation = meanDifference(
        pixels,
        pixels.map(() => mean),
      );
      assert.ok(deviation > 18, `seed ${seed} deviates by ${deviation}`);
    }
  });
}
