import constants from "./constants.json" with { type: "json" };
import { type FlowField, fieldStart } from "./field.ts";

const { fieldCellShift, fieldNodes, taps } = constants;
const cellMask = 2 ** fieldCellShift - 1;
const lastNode = fieldNodes - 2;

/** Side of the noise, which repeats: a power of two. */
const noiseShift = 8;
export const noiseSide = 2 ** noiseShift;

/** Where a streak comes from: the middle of its upper half. */
export type Upstream = { x: number; y: number };

/**
 * Noise smeared along the flow through a point: a line integral with weights 16 in the middle and one less with each
 * of 15 steps up and down, 256 in all.
 * @param noise −127 … 127, [noiseSide][noiseSide]
 * @param cellShift size of the noise's cells, and so the width of a streak, as a power of two
 * @returns −32512 … 32512; `upstream` becomes where it comes from
 */
export function streak(
  { right, down }: FlowField,
  noise: Int8Array,
  startX: number,
  startY: number,
  cellShift: number,
  upstream: Upstream,
): number {
  let sum = (taps + 1) * noiseAt(noise, startX, startY, cellShift);
  // A step is 5/8 of a cell: 160 / 256 of its width, for directions 256 long.
  const step = 160 * 2 ** (cellShift - 8);
  for (let way = 0; way < 2; way++) {
    let x = startX;
    let y = startY;
    let wayX = x;
    let wayY = y;
    const ahead = way === 0 ? step : -step;
    for (let weight = taps; weight > 0; weight--) {
      const fromLeft = x + fieldStart;
      const fromTop = y + fieldStart;
      const column = within(fromLeft >> fieldCellShift);
      const row = within(fromTop >> fieldCellShift);
      const node = row * fieldNodes + column;
      const across = (fromLeft & cellMask) >> 3;
      const along = (fromTop & cellMask) >> 3;
      x += (between(right, node, across, along) * ahead) >> 8;
      y += (between(down, node, across, along) * ahead) >> 8;
      wayX += x;
      wayY += y;
      sum += weight * noiseAt(noise, x, y, cellShift);
    }
    upstream.x = wayX >> 4;
    upstream.y = wayY >> 4;
  }
  return sum;
}

const within = (node: number): number => (node < 0 ? 0 : node > lastNode ? lastNode : node);

/** Between four nodes, `across` and `along` in 256ths of a cell. */
function between(values: Int16Array, node: number, across: number, along: number): number {
  const a = values[node] as number;
  const b = values[node + 1] as number;
  const c = values[node + fieldNodes] as number;
  const d = values[node + fieldNodes + 1] as number;
  const top = (a << 8) + (b - a) * across;
  const bottom = (c << 8) + (d - c) * across;
  return ((top << 8) + (bottom - top) * along) >> 16;
}

function noiseAt(noise: Int8Array, x: number, y: number, cellShift: number): number {
  const column = x >> cellShift;
  const row = y >> cellShift;
  const across = eased[((x << 8) >> cellShift) & 255] as number;
  const along = eased[((y << 8) >> cellShift) & 255] as number;
  const left = column & (noiseSide - 1);
  const next = (column + 1) & (noiseSide - 1);
  const top = (row & (noiseSide - 1)) << noiseShift;
  const below = ((row + 1) & (noiseSide - 1)) << noiseShift;
  const a = noise[top | left] as number;
  const b = noise[top | next] as number;
  const c = noise[below | left] as number;
  const d = noise[below | next] as number;
  const upper = (a << 8) + (b - a) * across;
  const lower = (c << 8) + (d - c) * across;
  return ((upper << 8) + (lower - upper) * along) >> 16;
}

/** 3t² − 2t³ of 0 … 255 in 256ths: without it the lattice shows as a weave. */
const eased = Int32Array.from({ length: 256 }, (_, t) => (t * t * (768 - 2 * t)) >> 16);
