import type { Palette } from "./palettes.ts";
import { squareRoot } from "./square-root.ts";

/** Places along the palette's circle, and steps of light at each of them. */
export const hues = 1024;
export const lights = 64;

export type Colour = [number, number, number];

/** sRGB as squares of its bytes: near enough to light that mixing in it makes no mud, and exact in integers. */
export const squaresOf = (colour: number): Colour => [
  ((colour >> 16) & 255) ** 2,
  ((colour >> 8) & 255) ** 2,
  (colour & 255) ** 2,
];

/** a + (b − a) · part / 256 of squares. */
export const mix = (a: Colour, b: Colour, part: number): Colour =>
  a.map((value, at) => value + Math.trunc((((b[at] as number) - value) * part) / 256)) as Colour;

/** 3t² − 2t³ of 0 … 256. */
export const ease = (t: number): number => (t * t * (768 - 2 * t)) >> 16;

/** Colour on the palette's circle at `hue` of {@link hues}, as squares. `crispness` 0 … 256 narrows the passages. */
export function hueOf(palette: Palette, hue: number, crispness: number): Colour {
  const { colours } = palette;
  const scaled = hue * colours.length;
  const at = Math.floor(scaled / hues) % colours.length;
  const part = ((scaled % hues) * 256) / hues;
  const narrowed = Math.floor(((part - 128) * (256 + crispness * 3)) / 256) + 128;
  return mix(
    squaresOf(colours[at] as number),
    squaresOf(colours[(at + 1) % colours.length] as number),
    ease(Math.max(0, Math.min(256, narrowed))),
  );
}

/**
 * Light 0 is deep in the palette's shadow, `lights` / 2 the colour itself. Above that it first grows stronger, so
 * that dark colours stay colours, and only a little paler.
 */
export function lit(palette: Palette, colour: Colour, light: number): Colour {
  const half = lights / 2;
  if (light <= half) {
    const part = Math.floor(((half - light) * 236) / half);
    return mix(colour, squaresOf(palette.shadow), part);
  }
  const white = squaresOf(palette.light);
  const strength = 256 + (light - half) * 12;
  const strong = colour.map((square, at) =>
    Math.min(Math.max(square, white[at] as number), (square * strength) >> 8),
  ) as Colour;
  return mix(strong, white, (light - half) >> 2);
}

export const bytesOf = (colour: Colour): Colour => colour.map(squareRoot) as Colour;
