import type { Rectangle } from "./halo.ts";

/** The eight ways in which a camera may have held the picture, as EXIF numbers them. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** `swaps`: columns of the file are rows of the picture. Mirrored is what is counted from the far end. */
type Way = { swaps: boolean; mirrorsX: boolean; mirrorsY: boolean };

const way = (swaps: boolean, mirrorsX: boolean, mirrorsY: boolean): Way => ({ swaps, mirrorsX, mirrorsY });

const ways: Record<Orientation, Way> = {
  1: way(false, false, false),
  2: way(false, true, false),
  3: way(false, true, true),
  4: way(false, false, true),
  5: way(true, false, false),
  6: way(true, false, true),
  7: way(true, true, true),
  8: way(true, true, false),
};

type Size = { width: number; height: number };

/** Size of the picture when it stands upright. */
export const uprightSize = ({ width, height }: Size, orientation: Orientation): Size =>
  ways[orientation].swaps ? { width: height, height: width } : { width, height };

/** Where in the file the upright rows from `y` on are found. */
export function sourceOfRows(file: Size, orientation: Orientation, y: number, count: number): Rectangle {
  const { swaps, mirrorsX, mirrorsY } = ways[orientation];
  if (swaps) return { x: mirrorsX ? file.width - y - count : y, y: 0, width: count, height: file.height };
  return { x: 0, y: mirrorsY ? file.height - y - count : y, width: file.width, height: count };
}

/** Turns the pixels of {@link sourceOfRows} into upright rows. */
export function turnRows<Samples extends Uint8Array | Uint16Array>(
  samples: Samples,
  { width, height }: Size,
  channels: number,
  orientation: Orientation,
): Samples {
  if (orientation === 1) return samples;
  const { swaps, mirrorsX, mirrorsY } = ways[orientation];
  const turned =
    samples instanceof Uint16Array ? new Uint16Array(samples.length) : new Uint8Array(samples.length);
  const upright = uprightSize({ width, height }, orientation);
  let at = 0;
  for (let y = 0; y < upright.height; y++)
    for (let x = 0; x < upright.width; x++) {
      const column = swaps ? y : x;
      const row = swaps ? x : y;
      const from =
        ((mirrorsY ? height - 1 - row : row) * width + (mirrorsX ? width - 1 - column : column)) * channels;
      for (let channel = 0; channel < channels; channel++, at++)
        turned[at] = samples[from + channel] as number;
    }
  return turned as Samples;
}
