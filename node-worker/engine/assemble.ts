import { fail } from "@graphiti/protocol/errors.ts";
import { maxInputPixels } from "@graphiti/protocol/picture/canonicalise.ts";
import { sharp } from "@graphiti/protocol/picture/formats.ts";
import { inputRootOfOpen } from "@graphiti/protocol/picture/input-root.ts";
import { openPicture } from "@graphiti/protocol/picture/open-picture.ts";
import type { Geometry } from "@graphiti/protocol/tiles.ts";
import type { Hex } from "viem";

/** Largest result: the largest input, doubled. */
const mostPixels = 4 * maxInputPixels;

/** Encodes a finished scratch picture as PNG: 8-bit sRGB, no metadata, in bounded memory. */
export async function encodePng(scratchPath: string, pngPath: string): Promise<void> {
  await sharp(scratchPath, { limitInputPixels: mostPixels, sequentialRead: true, failOn: "warning" })
    .png({ compressionLevel: 6, palette: false })
    .toFile(pngPath);
}

/**
 * Decodes the result again and compares the root over its tiles with the root over what was computed, as anybody who
 * checks the work is going to.
 * @throws RESULT_DIFFERS
 */
export async function verifyPng(
  pngPath: string,
  scratchDirectory: string,
  { scale, tileCore }: Geometry,
  outputRoot: Hex,
): Promise<void> {
  const picture = await openPicture(pngPath, scratchDirectory, mostPixels);
  try {
    const root = await inputRootOfOpen(picture, { scale: 1, tileCore: scale * tileCore, halo: 0 });
    if (root !== outputRoot)
      fail("RESULT_DIFFERS", "The encoded picture does not hold the pixels that were computed.", {
        retryable: true,
      });
  } finally {
    await picture.close();
  }
}
