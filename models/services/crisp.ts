import type { ServiceRecipe } from "../catalogue.ts";
import { upscaling } from "./upscaling.ts";

/** Its convolutions see 18 pixels far; the last 6 of them change no pixel by more than 6 of 255. */
const geometry = { family: "crisp", tileCore: 128, halo: 12 } as const;

/** realesr-animevideov3; twice the size is the mean of each 2×2 pixels of four times the size. */
export const crispServices: readonly ServiceRecipe[] = [
  upscaling({ name: "crisp-x2", scale: 2, ...geometry, secondsPerTile: 0.34 }),
  upscaling({ name: "crisp-x4", scale: 4, ...geometry, secondsPerTile: 0.34 }),
];
