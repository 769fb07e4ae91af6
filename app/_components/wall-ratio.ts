const narrowest = 0.56;
const widest = 2.6;

/**
 * The ratio (width / height) of a work's place on the wall. Extreme pictures get a calmer frame and are
 * cropped in it; on their own page they are whole.
 */
export function wallRatio(picture: { width: number; height: number }): number {
  const ratio = picture.width / picture.height;
  if (!Number.isFinite(ratio) || ratio <= 0) return 1;
  return Math.min(widest, Math.max(narrowest, Number(ratio.toFixed(4))));
}
