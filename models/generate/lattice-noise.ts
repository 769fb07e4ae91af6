/** A hash of a lattice point: 32 bits in which every bit of the three numbers has a hand. */
export function latticeHash(x: number, y: number, salt: number): number {
  let hash = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ salt;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return hash ^ (hash >>> 15);
}

/**
 * Smooth noise with one random value for each lattice point, 2^cellShift apart.
 * @returns −512 … 511
 */
export function latticeNoise(x: number, y: number, cellShift: number, salt: number): number {
  const column = x >> cellShift;
  const row = y >> cellShift;
  const mask = (1 << cellShift) - 1;
  // 0 … 256 across the cell, eased so that slopes meet at its edges.
  const across = eased(((x & mask) << 8) >> cellShift);
  const down = eased(((y & mask) << 8) >> cellShift);
  const a = latticeHash(column, row, salt) >> 22;
  const b = latticeHash(column + 1, row, salt) >> 22;
  const c = latticeHash(column, row + 1, salt) >> 22;
  const d = latticeHash(column + 1, row + 1, salt) >> 22;
  const top = a + (((b - a) * across) >> 8);
  const bottom = c + (((d - c) * across) >> 8);
  return top + (((bottom - top) * down) >> 8);
}

/** Sixteen directions, 256 long: cos and sin of 22.5° · n. */
const directions = Int16Array.of(
  ...[256, 0, 237, 98, 181, 181, 98, 237, 0, 256, -98, 237, -181, 181, -237, 98],
  ...[-256, 0, -237, -98, -181, -181, -98, -237, 0, -256, 98, -237, 181, -181, 237, -98],
);

/**
 * Smooth noise with one random slope for each lattice point, 2^cellShift apart: rounder than {@link latticeNoise}.
 * @returns about −400 … 400
 */
export function gradientNoise(x: number, y: number, cellShift: number, salt: number): number {
  const column = x >> cellShift;
  const row = y >> cellShift;
  const mask = (1 << cellShift) - 1;
  const right = ((x & mask) << 8) >> cellShift;
  const down = ((y & mask) << 8) >> cellShift;
  const across = eased(right);
  const a = slope(column, row, salt, right, down);
  const b = slope(column + 1, row, salt, right - 256, down);
  const c = slope(column, row + 1, salt, right, down - 256);
  const d = slope(column + 1, row + 1, salt, right - 256, down - 256);
  const top = (a << 8) + (b - a) * across;
  const bottom = (c << 8) + (d - c) * across;
  return ((top << 8) + (bottom - top) * eased(down)) >> 15;
}

function slope(column: number, row: number, salt: number, right: number, down: number): number {
  const at = (latticeHash(column, row, salt) >>> 28) * 2;
  return ((directions[at] as number) * right + (directions[at + 1] as number) * down) >> 8;
}

const eased = (t: number): number => (t * t * (768 - 2 * t)) >> 16;
