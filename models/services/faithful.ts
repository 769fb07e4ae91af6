import type { ServiceRecipe } from "../catalogue.ts";
import { upscaling } from "./upscaling.ts";

/** The last pass of a tile of any scale runs on about 128² pixels, which bounds memory. */
const geometries = [
  { scale: 2, tileCore: 128, halo: 7, secondsPerTile: 0.25 },
  { scale: 4, tileCore: 64, halo: 11, secondsPerTile: 0.35 },
  { scale: 8, tileCore: 32, halo: 13, secondsPerTile: 0.35 },
] as const;

/** waifu2x upconv_7, once, twice or three times; its first pass takes noise away or not. */
export const faithfulServices: readonly ServiceRecipe[] = geometries.flatMap((geometry) => [
  upscaling({ name: `faithful-x${geometry.scale}`, family: "faithful", ...geometry }),
  ...([0, 1, 2, 3] as const).map((denoise) =>
    upscaling({
      name: `faithful-x${geometry.scale}-denoise-${denoise}`,
      family: "faithful",
      denoise,
      ...geometry,
    }),
  ),
]);
