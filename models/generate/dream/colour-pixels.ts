import { hues, lights } from "../colour-table.ts";
import { colouring } from "./colouring.ts";

const { samples, edge, hueStep, shadowReach, shadowEnd, shadowDepth, middleLight, lightStep } = colouring;

/**
 * Mean colour of four samples in each pixel, between whose corners the outputs run straight.
 * @param out [3][height + 1][width + 1]
 * @param grain added to the light of a pixel
 * @returns [3][height][width]
 */
export function colourPixels(
  out: Int32Array,
  grain: Int32Array,
  colours: Int32Array,
  width: number,
  height: number,
): Uint8Array {
  const columns = width + 1;
  const corners = columns * (height + 1);
  const plane = width * height;
  const pixels = new Uint8Array(3 * plane);
  const sampled = (at: number, [a, b, c, d]: (typeof samples)[number]): number =>
    (a * (out[at] as number) +
      b * (out[at + 1] as number) +
      c * (out[at + columns] as number) +
      d * (out[at + columns + 1] as number)) >>
    4;
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to++) {
      const corner = y * columns + x;
      let red = 2;
      let green = 2;
      let blue = 2;
      for (let k = 0; k < samples.length; k++) {
        const weights = samples[k] as (typeof samples)[number];
        const figure = sampled(corner + 2 * corners, weights);
        const hue = sampled(corner, weights) + hueStep * clamp(figure + edge, 0, 2 * edge);
        const rise = clamp(figure + shadowReach - edge, 0, shadowReach);
        const shadow = Math.min(rise, clamp((edge - figure) * shadowEnd, 0, shadowReach));
        const light =
          sampled(corner + corners, weights) +
          (grain[to] as number) -
          shadowDepth * shadow +
          (middleLight + lightStep * k);
        const colour = colours[clamp(light >> 8, 0, lights - 1) * hues + ((hue >> 4) & (hues - 1))] as number;
        red += colour >> 16;
        green += (colour >> 8) & 255;
        blue += colour & 255;
      }
      pixels[to] = red >> 2;
      pixels[plane + to] = green >> 2;
      pixels[2 * plane + to] = blue >> 2;
    }
  return pixels;
}

const clamp = (value: number, low: number, high: number): number =>
  value < low ? low : value > high ? high : value;
