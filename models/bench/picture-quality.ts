import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fail } from "@graphiti/protocol/errors.ts";
import type { ServiceRecipe } from "../catalogue.ts";
import { generators } from "../generate/generators.ts";
import { psnr, ssim } from "./quality.ts";
import { type PlanarPicture, readPlanar } from "./read-planar.ts";
import { resample } from "./resample.ts";
import type { Runner, Variant } from "./runners.ts";
import { upscale } from "./upscale.ts";

export type Quality = { psnr: number; ssim: number };
export type PictureQuality = { picture: string } & Record<Variant | "bicubic", Quality>;
export type NamedPicture = PlanarPicture & { name: string };

/** Every picture of a folder. @throws BAD_INPUT for a folder without any */
export async function picturesIn(folder: string): Promise<NamedPicture[]> {
  const names = (await readdir(folder)).filter((name) => /\.(png|jpe?g|webp|tiff?)$/i.test(name)).sort();
  if (names.length === 0) fail("BAD_INPUT", "The folder of pictures holds none.");
  return Promise.all(names.map(async (name) => ({ name, ...(await readPlanar(join(folder, name))) })));
}

const ownSide = 256;

/** Pictures that belong to nobody: the generators'. */
export function ownPictures(): NamedPicture[] {
  const size = { width: ownSide, height: ownSide };
  return Object.entries(generators).map(([name, { renderTile }]) => {
    const seed = `0x${"37".repeat(16)}` as const;
    const params = { seed, palette: 1, complexity: 5, symmetry: 0, variation: 0 };
    return { name, planar: renderTile(params, size, { x: 0, y: 0, ...size }).pixels, ...size };
  });
}

/** Makes a picture smaller, enlarges it in each way, and compares with the original. */
export async function qualityOf(
  picture: NamedPicture,
  recipe: ServiceRecipe,
  runners: Record<Variant, Runner>,
): Promise<PictureQuality> {
  const { scale } = recipe;
  const original = cropped(picture, scale);
  const { width, height } = original;
  const small = resample(original, width / scale, height / scale);
  const rate = (enlarged: PlanarPicture) => ({
    psnr: psnr(enlarged, original, scale),
    ssim: ssim(enlarged, original, scale),
  });
  return {
    picture: picture.name,
    bicubic: rate(resample(small, width, height)),
    exact: rate(await upscale(runners.exact, small, recipe)),
    float: rate(await upscale(runners.float, small, recipe)),
    peer: rate(await upscale(runners.peer, small, recipe)),
  };
}

/** Without the last rows and columns that are no multiple of the scale. */
function cropped(picture: PlanarPicture, multiple: number): PlanarPicture {
  const width = picture.width - (picture.width % multiple);
  const height = picture.height - (picture.height % multiple);
  const planar = new Uint8Array(3 * width * height);
  for (let row = 0; row < 3 * height; row++) {
    const from = (Math.floor(row / height) * picture.height + (row % height)) * picture.width;
    planar.set(picture.planar.subarray(from, from + width), row * width);
  }
  return { planar, width, height };
}
