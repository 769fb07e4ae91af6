import { type GenerateParams, paletteNames } from "@graphiti/protocol/generate-params.ts";
import { bytesOf, hueOf, hues, lights, lit } from "../colour-table.ts";
import { palettes } from "../palettes.ts";
import { SeedStream } from "../seed-stream.ts";

/** [light][hue] as 0xRRGGBB. */
export function dreamColours({ palette, seed }: GenerateParams, longerSide: number): Int32Array {
  const colours = palettes[paletteNames[palette] as (typeof paletteNames)[number]];
  const style = new SeedStream("dream colours", seed);
  const crispness = style.between(90, 240);
  const strata = [10, 14, 20, 28, 36][style.below(5)] as number;
  const depth = style.between(6, 12) * Math.min(256, Math.floor((longerSide * 256) / (strata * 24)));
  const table = new Int32Array(hues * lights);
  for (let hue = 0; hue < hues; hue++) {
    const colour = hueOf(colours, hue, crispness);
    // Each stratum rises from the shadow of the one above it: light at its far edge, a narrow dark line at its near one.
    const rise = (hue * strata) % hues;
    const shade = Math.trunc((((rise < 900 ? rise : (hues - rise) * 7) - 450) * depth) / 230400);
    for (let light = 0; light < lights; light++) {
      const [red, green, blue] = bytesOf(
        lit(colours, colour, Math.max(0, Math.min(lights - 1, light + shade))),
      );
      table[light * hues + hue] = (red << 16) | (green << 8) | blue;
    }
  }
  return table;
}
