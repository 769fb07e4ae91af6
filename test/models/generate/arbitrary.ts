import type { Picture, Rect } from "@graphiti/models/generate/picture-area.ts";
import type { GenerateParams } from "@graphiti/protocol/generate-params.ts";
import * as fc from "fast-check";

/** A picture and some part of it, the part at most `largest` pixels a side. */
export function anyArea(largestPicture: number, largest: number): fc.Arbitrary<[Picture, Rect]> {
  const side = fc.integer({ min: 1, max: largestPicture });
  const part = (whole: number) =>
    fc
      .integer({ min: 1, max: Math.min(largest, whole) })
      .chain((length) => fc.tuple(fc.nat(whole - length), fc.constant(length)));
  return fc
    .tuple(side, side)
    .chain(([width, height]) => fc.tuple(fc.constant({ width, height }), part(width), part(height)))
    .map(([picture, [x, width], [y, height]]) => [picture, { x, y, width, height }]);
}

export const someParams: GenerateParams = {
  seed: "0x6772617068697469206d757374206265",
  palette: 7,
  complexity: 4,
  symmetry: 0,
  variation: 0,
};

/** The part of planar values [channels][height][width] that a rectangle covers. */
export function crop<Values extends Uint8Array | Int16Array>(
  values: Values,
  channels: number,
  { width, height }: Picture,
  rect: Rect,
): number[] {
  const part: number[] = [];
  for (let c = 0; c < channels; c++)
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      const row = (c * height + y) * width + rect.x;
      part.push(...values.subarray(row, row + rect.width));
    }
  return part;
}
