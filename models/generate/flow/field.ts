import type { GenerateParams } from "@graphiti/protocol/generate-params.ts";
import { gradientNoise } from "../lattice-noise.ts";
import { SeedStream } from "../seed-stream.ts";
import { squareRoot } from "../square-root.ts";
import constants from "./constants.json" with { type: "json" };

const { halfShift, fieldCellShift, fieldNodes, landscape, drift, hills: hilly } = constants;

/** How far the flow turns away from the contours of its hills, as (cos, sin) in 256ths: circles, spirals, slopes. */
const turns = constants.turns as [number, number][];

/** Half of the picture's longer side in the field's units. */
export const half = 2 ** halfShift;

/** Units from the middle of the picture to the field's first node. */
export const fieldStart = (fieldNodes / 2) * 2 ** fieldCellShift;

/** Directions on a lattice of nodes [fieldNodes][fieldNodes], each 256 long. */
export type FlowField = { right: Int16Array; down: Int16Array };

/** A landscape of noise and hills, along whose contours, or slanting down from them, everything flows. */
export function flowField({ seed, complexity, variation }: GenerateParams): FlowField {
  const base = new SeedStream("flow field", seed);
  const cousin = new SeedStream(`flow field variation ${variation}`, seed);
  const vary = (value: number, reach: number) => {
    const other = cousin.between(-reach, reach);
    return variation === 0 ? value : value + other;
  };
  const salt = base.word() | 0;
  const rough = cousin.word() | 0;
  const [cos, sin] = turns[base.below(turns.length)] as [number, number];
  const hills = Array.from({ length: hilly.fewest + Math.ceil(complexity / 2) }, () => ({
    x: vary(base.between(-half, half), half >> 3),
    y: vary(base.between(-half, half), half >> 3),
    radius: base.between(half >> 3, half >> 1) >> (complexity > 5 ? 1 : 0),
    strength: base.between(hilly.gentlest, hilly.steepest) * (base.below(2) ? 1 : -1),
  }));
  const driftRight = base.between(-drift.right, drift.right);
  const driftDown = base.between(-drift.down, drift.down);
  const middle = landscape.middle + landscape.middleByComplexity * complexity;
  const fine = Math.floor(middle / landscape.fineDivisor);
  const height = (x: number, y: number): number => {
    // Each octave's lattice is turned against the others, so that none of them shows.
    const turnedX = (x * 222 - y * 128) >> 8;
    const turnedY = (x * 128 + y * 222) >> 8;
    let sum =
      gradientNoise(x, y, 17, salt) * landscape.wide + gradientNoise(turnedX, turnedY, 16, salt + 1) * middle;
    sum += gradientNoise(y, x, 15, variation === 0 ? salt + 2 : rough) * fine;
    for (const hill of hills) {
      const across = Math.floor(((x - hill.x) * 64) / hill.radius);
      const along = Math.floor(((y - hill.y) * 64) / hill.radius);
      sum += Math.floor(
        (hill.strength * hill.radius * hilly.scale) / (4096 + across * across + along * along),
      );
    }
    return sum;
  };
  const wide = fieldNodes + 1;
  const cell = 2 ** fieldCellShift;
  const heights = Float64Array.from({ length: wide * wide }, (_, at) =>
    height((at % wide) * cell - fieldStart, Math.floor(at / wide) * cell - fieldStart),
  );
  const right = new Int16Array(fieldNodes * fieldNodes);
  const down = new Int16Array(fieldNodes * fieldNodes);
  for (let row = 0; row < fieldNodes; row++)
    for (let column = 0; column < fieldNodes; column++) {
      const at = row * wide + column;
      const here = heights[at] as number;
      const slopeX = (heights[at + 1] as number) - here;
      const slopeY = (heights[at + wide] as number) - here;
      const alongX = slopeY + driftRight;
      const alongY = -slopeX + driftDown;
      const turnedX = alongX * cos + alongY * sin;
      const turnedY = alongY * cos - alongX * sin;
      const length = squareRoot(turnedX * turnedX + turnedY * turnedY) + 1;
      right[row * fieldNodes + column] = Math.floor((turnedX * 256) / length);
      down[row * fieldNodes + column] = Math.floor((turnedY * 256) / length);
    }
  return { right: smoothed(smoothed(right)), down: smoothed(smoothed(down)) };
}

/** Weights 1 2 1 across and down: where streams meet they slow down, and no step leaps over the ridge. */
function smoothed(values: Int16Array): Int16Array {
  const result = values.slice();
  const side = fieldNodes;
  for (let row = 1; row < side - 1; row++)
    for (let column = 1; column < side - 1; column++) {
      const at = row * side + column;
      let sum = 0;
      for (const [step, weight] of [
        [-side, 1],
        [0, 2],
        [side, 1],
      ] as const) {
        const middle = at + step;
        sum +=
          weight *
          ((values[middle - 1] as number) + 2 * (values[middle] as number) + (values[middle + 1] as number));
      }
      result[at] = sum >> 4;
    }
  return result;
}
