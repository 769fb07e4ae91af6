import type { PlanarPicture } from "./read-planar.ts";

/** The cubic convolution kernel of Keys (1981) with a = −1/2, the textbook's bicubic. */
function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return 1.5 * x ** 3 - 2.5 * x ** 2 + 1;
  if (x < 2) return -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2;
  return 0;
}

export const filterName =
  "bicubic (Keys, a = -1/2), stretched by the factor when it makes smaller, pixel centres at halves, borders mirrored";

/**
 * Resamples a picture with the separable bicubic. Pixels are little squares with their centre at (x + ½, y + ½) in
 * both pictures, so nothing is shifted; making a picture smaller stretches the kernel, which is what prevents
 * aliasing.
 */
export function resample(picture: PlanarPicture, width: number, height: number): PlanarPicture {
  const across = tapsOf(picture.width, width);
  const down = tapsOf(picture.height, height);
  const planar = new Uint8ClampedArray(3 * width * height);
  const rows = new Float64Array(picture.height * width);
  for (let colour = 0; colour < 3; colour++) {
    const from = colour * picture.width * picture.height;
    for (let y = 0; y < picture.height; y++)
      for (let x = 0; x < width; x++)
        rows[y * width + x] = sum(
          across[x] as Tap[],
          (at) => picture.planar[from + y * picture.width + at] as number,
        );
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const value = sum(down[y] as Tap[], (at) => rows[at * width + x] as number);
        planar[(colour * height + y) * width + x] = Math.floor(value + 0.5);
      }
  }
  return { planar: new Uint8Array(planar.buffer), width, height };
}

type Tap = { at: number; weight: number };

/** For each output position the input positions that feed it; weights sum to 1. */
function tapsOf(inputSize: number, outputSize: number): Tap[][] {
  const step = inputSize / outputSize;
  const stretch = Math.max(1, step);
  return Array.from({ length: outputSize }, (_, to) => {
    const centre = (to + 0.5) * step - 0.5;
    const taps: Tap[] = [];
    for (let at = Math.ceil(centre - 2 * stretch); at <= centre + 2 * stretch; at++)
      taps.push({ at: mirrored(at, inputSize), weight: cubic((at - centre) / stretch) });
    const total = taps.reduce((weights, tap) => weights + tap.weight, 0);
    return taps.map(({ at, weight }) => ({ at, weight: weight / total }));
  });
}

function mirrored(at: number, size: number): number {
  const inPeriod = ((at % (2 * size)) + 2 * size) % (2 * size);
  return inPeriod < size ? inPeriod : 2 * size - 1 - inPeriod;
}

function sum(taps: readonly Tap[], value: (at: number) => number): number {
  let total = 0;
  for (const tap of taps) total += tap.weight * value(tap.at);
  return total;
}
