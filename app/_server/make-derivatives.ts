import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sharp } from "@graphiti/protocol/picture/formats.ts";
import { maxOutputPixels } from "@graphiti/protocol/quote.ts";
import { rgbaToThumbHash } from "thumbhash";

export const derivativeWidths = [320, 640, 1280] as const;
export type DerivativeWidth = (typeof derivativeWidths)[number];

/** Size of the original in pixels, and a 25-byte impression of it in base64. */
export type PictureFacts = { width: number; height: number; thumbhash: string };

const hashSide = 100;
// WebP holds no longer side.
const maxSide = 16_383;

/**
 * Writes `320.webp`, `640.webp`, `1280.webp` and `facts.json` of a picture into `folder`, all or nothing.
 * Smaller pictures are not enlarged; very tall ones
 * come out narrower, because WebP allows 16,383 pixels a side.
 * @param source a verified picture file
 */
export async function makeDerivatives(source: string, folder: string): Promise<PictureFacts> {
  const draft = `${folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  try {
    const open = (path: string) => sharp(path, { limitInputPixels: maxOutputPixels, sequentialRead: true });
    const { width, height } = await open(source).metadata();
    let from = source;
    // Largest first; the smaller ones are cut from it, so that the original is decoded only once.
    for (const side of derivativeWidths.toReversed()) {
      const path = join(draft, `${side}.webp`);
      await open(from)
        .resize({ width: side, height: maxSide, fit: "inside", withoutEnlargement: true })
        .webp({ quality: 84, smartSubsample: true, effort: 4 })
        .toFile(path);
      from = path;
    }
    const small = await open(from)
      .resize({ width: hashSide, height: hashSide, fit: "inside" })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const hash = rgbaToThumbHash(small.info.width, small.info.height, small.data);
    const facts = { width, height, thumbhash: Buffer.from(hash).toString("base64") };
    await writeFile(join(draft, "facts.json"), JSON.stringify(facts));
    await rename(draft, folder);
    return facts;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
