import { gradientNoise } from "../lattice-noise.ts";
import type { Picture, Rect } from "../picture-area.ts";
import { foldPoint } from "../symmetry.ts";
import constants from "./constants.json" with { type: "json" };
import { half } from "./field.ts";
import type { FlowPlan } from "./plan.ts";
import { streak } from "./streaks.ts";

/** Planes: place on the palette, lightness, height of the paint, cover of the ground. */
export const planes = 4;

/**
 * The sums of a rectangle's pixels before they become colours, with one row and column more to the right and below,
 * [planes][height + 1][width + 1].
 */
export function accumulate(
  plan: FlowPlan,
  symmetry: number,
  { width, height }: Picture,
  rect: Rect,
): Int16Array {
  const longer = Math.max(width, height);
  const columns = rect.width + 1;
  const plane = columns * (rect.height + 1);
  const sums = new Int16Array(planes * plane);
  const octaves = seenOctaves(longer);
  const point: [number, number] = [0, 0];
  const upstream = { x: 0, y: 0 };
  const { field, noise, salt } = plan;
  let at = 0;
  for (let row = rect.y; row <= rect.y + rect.height; row++) {
    const pictureY = Math.floor(((2 * row + 1 - height) * half) / longer);
    for (let column = rect.x; column <= rect.x + rect.width; column++, at++) {
      foldPoint(symmetry, Math.floor(((2 * column + 1 - width) * half) / longer), pictureY, point);
      const [x, y] = point;
      let hue = 0;
      let body = 0;
      let relief = 0;
      let fromX = x;
      let fromY = y;
      for (let k = 0; k < octaves.length; k++) {
        const octave = octaves[k] as (typeof octaves)[number];
        const value = (streak(field, noise, x, y, octave.cellShift, upstream) * octave.gain) >> 8;
        if (k === 0) {
          fromX = upstream.x;
          fromY = upstream.y;
        }
        hue += value * octave.hue;
        body += value * octave.lightness;
        relief += value * octave.height;
      }
      const pigment =
        gradientNoise(fromX, fromY, 17, salt + 11) * 3 + gradientNoise(fromX, fromY, 16, salt + 12) * 2;
      const mass = gradientNoise(x, y, 17, salt + 13) * 2 + gradientNoise(fromX, fromY, 16, salt + 14);
      sums[at] = clamp16(pigment * 8 + (hue >> 8));
      sums[plane + at] = clamp16(mass * 9 + (body >> 8));
      sums[2 * plane + at] = clamp16(relief >> 7);
      sums[3 * plane + at] = clamp16(mass * 8 + pigment + (body >> 7));
    }
  }
  return sums;
}

/** Streaks narrower than a pixel are left out, and those up to two fade in; the widest are the composition and stay. */
function seenOctaves(longer: number) {
  return constants.octaves
    .map((octave, at) => {
      const pixels = (longer * 2 ** octave.cellShift) / 2 ** 18;
      const gain = Math.min(256, Math.floor((pixels - 1) * 256));
      return { ...octave, gain: at === 0 ? Math.max(128, gain) : gain };
    })
    .filter(({ gain }) => gain > 0);
}

const clamp16 = (value: number): number => (value < -32768 ? -32768 : value > 32767 ? 32767 : value);
