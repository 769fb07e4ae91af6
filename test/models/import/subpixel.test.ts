import assert from "node:assert/strict";
import { test } from "node:test";
import { toSubpixelConvolution } from "@graphiti/models/import/subpixel.ts";
import * as fc from "fast-check";

/** ncnn's transposed convolution, straight from its definition: each input pixel paints a 4×4 patch. */
function transposed(input: number[][], weights: Float32Array): number[][] {
  const size = 2 * input.length - 4;
  const painted = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const [y, row] of input.entries())
    for (const [x, value] of row.entries())
      for (let ky = 0; ky < 4; ky++)
        for (let kx = 0; kx < 4; kx++) {
          const line = painted[2 * y + ky - 3];
          const at = 2 * x + kx - 3;
          if (line && at >= 0 && at < size)
            line[at] = (line[at] as number) + value * (weights[4 * ky + kx] as number);
        }
  return painted;
}

test("the convolution and its blocks give the sums of the transposed convolution", () => {
  const side = 5;
  const whole = fc.integer({ min: -99, max: 99 });
  fc.assert(
    fc.property(
      fc.array(fc.array(whole, { minLength: side, maxLength: side }), { minLength: side, maxLength: side }),
      fc.array(whole, { minLength: 16, maxLength: 16 }),
      (input, taps) => {
        const shape = {
          kind: "deconvolution" as const,
          outChannels: 1,
          kernel: 4,
          stride: 2,
          padding: 3,
        };
        const layer = { ...shape, hasBias: true, weightCount: 16, slope: undefined };
        const read = { weights: Float32Array.from(taps), bias: Float32Array.of(0) };
        const { weights, outChannels } = toSubpixelConvolution(layer, "up", read, { from: 0, channels: 1 });
        assert.equal(outChannels, 4);
        for (const [y, row] of transposed(input, read.weights).entries())
          for (const [x, expected] of row.entries()) {
            const channel = (y % 2) * 2 + (x % 2);
            let sum = 0;
            for (let k = 0; k < 9; k++) {
              const pixel = input[(y >> 1) + Math.floor(k / 3)]?.[(x >> 1) + (k % 3)] as number;
              sum += pixel * (weights[channel * 9 + k] as number);
            }
            assert.equal(sum, expected);
          }
      },
    ),
  );
});
