import type { ServiceRecipe } from "../catalogue.ts";
import { upscaling } from "./upscaling.ts";

/** waifu2x upconv_7 on bytes: the geometry of faithful-x2, less than half of its work, a little less true. */
export const fastServices: readonly ServiceRecipe[] = [
  upscaling({ name: "fast-x2", family: "fast", scale: 2, tileCore: 128, halo: 7, secondsPerTile: 0.1 }),
];
