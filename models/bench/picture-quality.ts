import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fail } from "@graphiti/protocol/errors.ts";
import type { InferenceSession } from "onnxruntime-node";
import { psnr, ssim } from "./quality.ts";
import { type PlanarPicture, readPlanar } from "./read-planar.ts";
import { resample } from "./resample.ts";
import { upscale } from "./upscale.ts";

export type Quality = { psnr: number; ssim: number };
export type PictureQuality = { picture: string; bicubic: Quality; exact: Quality; float: Quality };

type Models = {
  exact: InferenceSession;
  float: InferenceSession;
  floatUnit: number;
  halo: number;
  scale: number;
};

/** Makes every picture of a folder smaller, enlarges it in each way, and compares with the original. */
export async function pictureQualities(folder: string, models: Models): Promise<PictureQuality[]> {
  const names = (await readdir(folder)).filter((name) => /\.(png|jpe?g|webp|tiff?)$/i.test(name)).sort();
  if (names.length === 0) fail("BAD_INPUT", "The folder of pictures holds none.");
  const qualities: PictureQuality[] = [];
  for (const name of names) {
    const original = cropped(await readPlanar(join(folder, name)), models.scale);
    const { width, height } = original;
    const small = resample(original, width / models.scale, height / models.scale);
    const rate = (enlarged: PlanarPicture) => ({
      psnr: psnr(enlarged, original, models.scale),
      ssim: ssim(enlarged, original, models.scale),
    });
    qualities.push({
      picture: name,
      bicubic: rate(resample(small, width, height)),
      exact: rate(await upscale(models.exact, small, models.halo)),
      float: rate(await upscale(models.float, small, models.halo, models.floatUnit)),
    });
  }
  return qualities;
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
