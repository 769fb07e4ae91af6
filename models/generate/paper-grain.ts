import type { GenerateParams } from "@graphiti/protocol/generate-params.ts";
import { latticeNoise } from "./lattice-noise.ts";
import type { Picture, Rect } from "./picture-area.ts";

/** Half of the longer side in the paper's own units. */
const half = 16384;

/** Sizes of the paper's flocks as powers of two: 1/256, 1/1024 and 1/4096 of the longer side; and how much they show. */
const octaves = [
  { cellShift: 7, part: 50 },
  { cellShift: 5, part: 80 },
  { cellShift: 3, part: 110 },
] as const;

/**
 * The tooth of the paper, row by row: whole numbers within ±{@link largestGrain}. It lies still in the picture at
 * every size; flocks that are smaller than two pixels are left out.
 */
export function paperGrain({ seed }: GenerateParams, { width, height }: Picture, rect: Rect): Int32Array {
  const longer = Math.max(width, height);
  const salt = Number.parseInt(seed.slice(2, 10), 16) | 0;
  const seen = octaves.filter(({ cellShift }) => longer * 2 ** cellShift >= 4 * half);
  const grain = new Int32Array(rect.width * rect.height);
  let at = 0;
  for (let row = rect.y; row < rect.y + rect.height; row++) {
    const y = Math.floor(((2 * row + 1 - height) * half) / longer);
    for (let column = rect.x; column < rect.x + rect.width; column++, at++) {
      const x = Math.floor(((2 * column + 1 - width) * half) / longer);
      let sum = 0;
      for (const { cellShift, part } of seen) sum += latticeNoise(x, y, cellShift, salt + cellShift) * part;
      grain[at] = sum >> 7;
    }
  }
  return grain;
}

/** 512 · (50 + 80 + 110) / 128 */
export const largestGrain = 960;
