import { copyFile } from "node:fs/promises";
import { fail } from "@graphiti/protocol/errors.ts";
import { sharp } from "@graphiti/protocol/picture/formats.ts";
import { maxOutputPixels } from "@graphiti/protocol/quote.ts";
import type { Sharp } from "sharp";
import { type Format, refusalOf } from "./formats.ts";
import { exifOf, type Inscription, xmpOf } from "./inscription.ts";

const strictly = { sequentialRead: true, failOn: "warning" } as const;
const white = "#ffffff";
/** What a print shop takes a copy for; the gallery tells sizes in print by the same. */
const dotsPerInch = 300;

/**
 * Each in memory that does not grow with the picture, WebP apart: JPEG without the pass that would make it a little
 * smaller, TIFF in tiles.
 */
const encoders: Record<Exclude<Format, "png">, (picture: Sharp) => Sharp> = {
  jpeg: (picture) =>
    picture
      .flatten({ background: white })
      .jpeg({ quality: 95, chromaSubsampling: "4:4:4", optimiseCoding: false }),
  tiff: (picture) =>
    picture.tiff({
      compression: "deflate",
      predictor: "horizontal",
      tile: true,
      tileWidth: 256,
      tileHeight: 256,
    }),
  webp: (picture) => picture.webp({ quality: 92, alphaQuality: 100, smartSubsample: true, effort: 2 }),
};

/**
 * Makes the copy of a work that a person takes home. A PNG is the proved file byte for byte, and so carries nothing
 * else; the others say that they are sRGB, how fine they print, and what is inscribed.
 * @param pngPath the proved file, verified
 * @throws PICTURE_BEYOND_FORMAT
 */
export async function encodeCopy(
  pngPath: string,
  copyPath: string,
  format: Format,
  inscription: Inscription,
): Promise<void> {
  if (format === "png") return copyFile(pngPath, copyPath);
  const picture = sharp(pngPath, { limitInputPixels: maxOutputPixels, ...strictly });
  const refusal = refusalOf(format, await picture.metadata());
  if (refusal) fail("PICTURE_BEYOND_FORMAT", refusal);
  const described = picture
    .withIccProfile("srgb")
    .withXmp(xmpOf(inscription))
    .withExifMerge(exifOf(inscription))
    .withDensity(dotsPerInch);
  await encoders[format](described).toFile(copyPath);
}
