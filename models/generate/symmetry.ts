/** cos and sin of the mirrors' angles in 2^14ths. */
const thirty = [14189, 8192] as const;
const sixty = [8192, 14189] as const;
const fortyFive = [11585, 11585] as const;
const twentyTwo = [15137, 6270] as const;

/**
 * Moves a point into the part of the plane that a symmetry repeats, by mirroring it. Continuous, so that no seam
 * can show. Symmetries as in protocol/generate-params.ts: none, mirror, fourfold, sixfold, eightfold.
 * @param x within ±2^15, like `y`
 */
export function foldPoint(symmetry: number, x: number, y: number, folded: [number, number]): void {
  folded[0] = symmetry === 0 ? x : Math.abs(x);
  folded[1] = symmetry < 2 ? y : Math.abs(y);
  // A quarter holds two half wedges and one more, or four: mirror at the upper line, then at the lower one.
  if (symmetry === 3) {
    mirrorAbove(sixty, folded);
    mirrorAbove(thirty, folded);
  } else if (symmetry === 4) {
    mirrorAbove(fortyFive, folded);
    mirrorAbove(twentyTwo, folded);
  }
}

/** Mirrors a point that lies above the line at this angle to below it. */
function mirrorAbove([cos, sin]: readonly [number, number], point: [number, number]): void {
  const [x, y] = point;
  const above = Math.floor((y * cos - x * sin) / 2 ** 14);
  if (above <= 0) return;
  point[0] = x + Math.floor((above * sin) / 2 ** 13);
  point[1] = y - Math.floor((above * cos) / 2 ** 13);
}
