/**
 * A tile lot's pixels as one file: tile after tile in the order of their index, each as rows of interleaved 8-bit RGB
 * without gaps or header. Alpha tiles are grey in all three channels, as they are hashed. Where a tile lies follows
 * from the job alone, so that one tile can be fetched by its range and compared with its digest.
 */

import type { Hex } from "viem";
import { LayerDigest } from "./digests.ts";
import { firstTile, type LotShape, lotTiles } from "./terms.ts";
import { type Geometry, type Picture, type Tile, tileAt } from "./tiles.ts";

const channels = 3;

/** Where a tile lies in its lot's file. Width and height of the result in pixels; the rest in bytes. */
export type TileSpan = { tile: Tile; width: number; height: number; offset: number; bytes: number };

/** @throws RangeError for a lot that does not exist, or that holds no tiles */
export function tileSpans(
  picture: Picture,
  { scale, tileCore }: Pick<Geometry, "scale" | "tileCore">,
  shape: LotShape,
  lotIndex: number,
): TileSpan[] {
  let offset = 0;
  return Array.from({ length: lotTiles(shape, lotIndex) }, (_, at) => {
    const tile = tileAt(picture, tileCore, firstTile(shape, lotIndex) + at);
    const [width, height] = [tile.width * scale, tile.height * scale];
    const span = { tile, width, height, offset, bytes: channels * width * height };
    offset += span.bytes;
    return span;
  });
}

/** Length of the file. */
export const lotPixelBytes = (spans: readonly TileSpan[]): number =>
  spans.reduce((total, { bytes }) => total + bytes, 0);

/** Layer digest of interleaved RGB: that of the same pixels as planes. @param pixels height × width × 3 bytes */
export function interleavedDigest(pixels: Uint8Array, width: number, height: number): Hex {
  const layer = new LayerDigest();
  const strip = new Uint8Array(channels * width);
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      strip[x] = pixels[from++] as number;
      strip[width + x] = pixels[from++] as number;
      strip[2 * width + x] = pixels[from++] as number;
    }
    layer.row(strip);
  }
  return layer.digest();
}
