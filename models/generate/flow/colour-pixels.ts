import { hues, lights } from "../colour-table.ts";
import constants from "./constants.json" with { type: "json" };
import type { FlowPlan } from "./plan.ts";

const { groundMiddle } = constants.style;

/**
 * @param sums of accumulate(), [4][height + 1][width + 1]
 * @param longer side of the picture in pixels: slopes are steeper where pixels are larger
 * @returns [3][height][width]
 */
export function colourPixels(
  plan: FlowPlan,
  sums: Int16Array,
  grain: Int32Array,
  longer: number,
  width: number,
  height: number,
): Uint8Array {
  const columns = width + 1;
  const corners = columns * (height + 1);
  const plane = width * height;
  const pixels = new Uint8Array(3 * plane);
  const { colours, ground, hueStart, hueSpan, cover, middle } = plan;
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to++) {
      const at = y * columns + x;
      const paint = sums[2 * corners + at] as number;
      const slope =
        3 * (paint - (sums[2 * corners + at + 1] as number)) +
        4 * (paint - (sums[2 * corners + at + columns] as number));
      const shine = clamp(Math.floor((slope * longer) / 8192), -2600, 2600);
      const hue = (hueStart + (((sums[at] as number) * hueSpan) >> 13)) & (hues - 1);
      const body = sums[corners + at] as number;
      const tooth = grain[to] as number;
      const light = clamp((middle + (body >> 1) + shine + tooth) >> 8, 0, lights - 1);
      const part = clamp(((sums[3 * corners + at] as number) + cover * 8 + tooth * 2) >> 4, 0, 256);
      const pigment = colours[light * hues + hue] as number;
      const paper = ground[clamp((groundMiddle + tooth) >> 8, 0, lights - 1)] as number;
      pixels[to] = blend(paper >> 16, pigment >> 16, part);
      pixels[plane + to] = blend((paper >> 8) & 255, (pigment >> 8) & 255, part);
      pixels[2 * plane + to] = blend(paper & 255, pigment & 255, part);
    }
  return pixels;
}

const blend = (a: number, b: number, part: number): number => ((a << 8) + (b - a) * part + 128) >> 8;

const clamp = (value: number, low: number, high: number): number =>
  value < low ? low : value > high ? high : value;
