import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fail } from "../errors.ts";
import type { Tile } from "../tiles.ts";
import { sharp } from "./formats.ts";
import { giveBack } from "./give-back.ts";
import { clipTo, type Planar, type Rectangle, replicateBorder } from "./halo.ts";
import { maxInputPixels } from "./limits.ts";

const scratchTile = 256;

export type OpenPicture = {
  width: number;
  height: number;
  hasAlpha: boolean;
  /** Three planes of the tile with its halo, the border of the picture replicated; alpha tiles as grey. */
  haloedTile(tile: Tile, halo: number): Promise<Planar>;
  /** Whole rows from `y` on, as they are in the file: interleaved RGB or RGBA. */
  rows(y: number, count: number): Promise<Uint8Array>;
  close(): Promise<void>;
};

/**
 * Opens a canonical PNG for random access. It is decoded once, in order, to an uncompressed tiled TIFF in
 * `scratchDirectory`, so memory does not grow with the picture.
 * @param mostPixels a picture with more is refused
 * @throws PICTURE_UNREADABLE if the file is not an 8-bit RGB or RGBA PNG
 */
export async function openPicture(
  pngPath: string,
  scratchDirectory: string,
  mostPixels = maxInputPixels,
): Promise<OpenPicture> {
  const scratch = join(scratchDirectory, "decoded.tif");
  const decode = sharp(pngPath, {
    limitInputPixels: mostPixels,
    failOn: "warning",
    sequentialRead: true,
  });
  const metadata = await decode.metadata().catch((cause: unknown) => unreadable(cause));
  const canonical = metadata.format === "png" && metadata.depth === "uchar" && metadata.space === "srgb";
  if (!canonical || (metadata.channels !== 3 && metadata.channels !== 4)) unreadable();
  const { width, height, channels } = metadata;
  await decode
    .clone()
    .tiff({ compression: "none", tile: true, tileWidth: scratchTile, tileHeight: scratchTile, bigtiff: true })
    .toFile(scratch)
    .catch(async (cause: unknown) => {
      await rm(scratch, { force: true });
      if (/ENOSPC|No space/i.test(String(cause)))
        fail("DISK_FULL", "There is no room on the disk to decode the picture.", { cause, retryable: true });
      unreadable(cause);
    });
  const cut = async (region: Rectangle) => {
    const { x: left, y: top, ...size } = region;
    const { data, info } = await sharp(scratch, { limitInputPixels: mostPixels })
      .extract({ left, top, ...size })
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== channels) unreadable();
    return data;
  };
  return {
    width,
    height,
    hasAlpha: channels === 4,
    rows: (y, count) => cut({ x: 0, y, width, height: count }),
    async haloedTile(tile, halo) {
      const wanted = {
        x: tile.x - halo,
        y: tile.y - halo,
        width: tile.width + 2 * halo,
        height: tile.height + 2 * halo,
      };
      const inside = clipTo(wanted, width, height);
      const data = await cut(inside);
      const planes = replicateBorder(
        data,
        channels,
        inside,
        wanted,
        tile.plane === 0 ? [0, 1, 2] : [3, 3, 3],
      );
      giveBack(data);
      return planes;
    },
    close: () => rm(scratch, { force: true }),
  };
}

function unreadable(cause?: unknown): never {
  fail("PICTURE_UNREADABLE", "The input is not a complete 8-bit RGB or RGBA PNG.", { cause });
}
