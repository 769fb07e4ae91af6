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

const eased = (t: number): number => (t * t * (768 - 2 * t)) >> 16;
