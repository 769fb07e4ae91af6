import assert from "node:assert/strict";
import { test } from "node:test";
import { generatorOf, generators } from "@graphiti/models/generate/generators.ts";
import { largestSide } from "@graphiti/models/generate/picture-area.ts";
import * as fc from "fast-check";
import { anyParams } from "../../protocol/any-params.ts";
import { anyArea, crop, someParams } from "./arbitrary.ts";

for (const [name, { renderTile, probeChannels }] of Object.entries(generators)) {
  test(`${name}: any part equals the same part of the whole picture`, () => {
    fc.assert(
      fc.property(anyParams, anyArea(40, 40), (params, [picture, rect]) => {
        const whole = renderTile(params, picture, { x: 0, y: 0, ...picture });
        const part = renderTile(params, picture, rect);
        assert.deepEqual([...part.pixels], crop(whole.pixels, 3, picture, rect));
        assert.deepEqual([...part.probe], crop(whole.probe, probeChannels, picture, rect));
      }),
      { numRuns: 12 },
    );
  });

  test(`${name}: neighbours in a large picture join without a difference`, () => {
    const picture = { width: 8192, height: 6000 };
    const both = { x: 4090, y: 2990, width: 12, height: 20 };
    const whole = renderTile(someParams, picture, both).pixels;
    const right = renderTile(someParams, picture, { ...both, x: 4096, width: 6 }).pixels;
    assert.deepEqual([...right], crop(whole, 3, both, { x: 6, y: 0, width: 6, height: 20 }));
  });

  test(`${name}: the smallest and the longest pictures, to their corners`, () => {
    for (const [width, height, part] of [
      [1, 1, 1],
      [largestSide, 1, 3],
      [1, largestSide, 3],
      [16, largestSide, 5],
      [largestSide, largestSide, 2],
    ] as const)
      for (const [right, bottom] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ]) {
        const size = { width: Math.min(part, width), height: Math.min(part, height) };
        const x = right ? width - size.width : 0;
        const y = bottom ? height - size.height : 0;
        const { pixels, probe } = renderTile(someParams, { width, height }, { x, y, ...size });
        assert.equal(pixels.length, 3 * size.width * size.height);
        assert.equal(probe.length, probeChannels * size.width * size.height);
      }
  });

  test(`${name}: what is no part of a picture is refused`, () => {
    const picture = { width: 20, height: 10 };
    for (const rect of [
      { x: -1, y: 0, width: 2, height: 2 },
      { x: 19, y: 0, width: 2, height: 2 },
      { x: 0, y: 9, width: 2, height: 2 },
      { x: 0, y: 0, width: 0, height: 2 },
      { x: 0.5, y: 0, width: 2, height: 2 },
    ])
      assert.throws(() => renderTile(someParams, picture, rect), /is no part of 20×10/);
    const one = { x: 0, y: 0, width: 1, height: 1 };
    for (const wrong of [
      { width: largestSide + 1, height: 1 },
      { width: 1, height: 0 },
    ])
      assert.throws(() => renderTile(someParams, wrong, one), /1 … 8192 pixels a side/);
    assert.throws(() => renderTile({ ...someParams, palette: 99 }, picture, one), { code: "PARAMS_INVALID" });
  });
}

test("a service that does not generate is refused with the names of those that do", () => {
  assert.equal(generatorOf("flow"), generators.flow);
  assert.throws(() => generatorOf("faithful-x2"), { code: "SERVICE_UNKNOWN", message: /dream, flow/ });
  assert.throws(() => generatorOf("toString"), { code: "SERVICE_UNKNOWN" });
});
