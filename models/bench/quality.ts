import type { PlanarPicture } from "./read-planar.ts";

/** dB on luma, leaving out `shave` pixels at each border. Infinity for equal pictures. */
export function psnr(a: PlanarPicture, b: PlanarPicture, shave: number): number {
  const [one, other] = [lumaOf(a), lumaOf(b)];
  let squares = 0;
  let count = 0;
  for (let y = shave; y < a.height - shave; y++)
    for (let x = shave; x < a.width - shave; x++) {
      squares += ((one[y * a.width + x] as number) - (other[y * a.width + x] as number)) ** 2;
      count++;
    }
  return 10 * Math.log10(255 ** 2 / (squares / count));
}

const windowSide = 8;
const windowStep = 4;

/** Mean structural similarity on luma, over plain windows of 8×8 pixels every 4 pixels (Wang 2004). */
export function ssim(a: PlanarPicture, b: PlanarPicture, shave: number): number {
  const [one, other] = [lumaOf(a), lumaOf(b)];
  let total = 0;
  let count = 0;
  for (let y = shave; y + windowSide <= a.height - shave; y += windowStep)
    for (let x = shave; x + windowSide <= a.width - shave; x += windowStep) {
      total += windowSimilarity(one, other, y * a.width + x, a.width);
      count++;
    }
  return total / count;
}

function windowSimilarity(one: Float64Array, other: Float64Array, start: number, width: number): number {
  let [u, v, uu, vv, uv] = [0, 0, 0, 0, 0];
  for (let y = 0; y < windowSide; y++)
    for (let x = 0; x < windowSide; x++) {
      const p = one[start + y * width + x] as number;
      const q = other[start + y * width + x] as number;
      u += p;
      v += q;
      uu += p * p;
      vv += q * q;
      uv += p * q;
    }
  const n = windowSide ** 2;
  const [mu, mv] = [u / n, v / n];
  const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
  const spread = uu / n - mu ** 2 + vv / n - mv ** 2;
  return ((2 * mu * mv + c1) * (2 * (uv / n - mu * mv) + c2)) / ((mu ** 2 + mv ** 2 + c1) * (spread + c2));
}

/** Y of BT.601, 16 … 235. */
function lumaOf({ planar, width, height }: PlanarPicture): Float64Array {
  const plane = width * height;
  return Float64Array.from({ length: plane }, (_, at) => {
    const [r, g, b] = [planar[at], planar[plane + at], planar[2 * plane + at]] as [number, number, number];
    return 16 + (65.481 * r + 128.553 * g + 24.966 * b) / 255;
  });
}
