import type { ServiceRecipe } from "../catalogue.ts";
import { upscaling } from "./upscaling.ts";

/** realesrgan-x4plus-anime, an RRDB of six blocks. */
export const animeServices: readonly ServiceRecipe[] = [
  upscaling({ name: "anime-x4", family: "anime", scale: 4, tileCore: 64, halo: 16, secondsPerTile: 1.33 }),
];
