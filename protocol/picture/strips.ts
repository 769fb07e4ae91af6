import { open } from "node:fs/promises";
import { bleedColour, bleedPixels } from "./bleed.ts";
import { ditherRows } from "./dither.ts";
import { sharp } from "./formats.ts";
import { maxInputPixels } from "./limits.ts";
import type { Source } from "./source.ts";
import { tiffHeader } from "./tiff-header.ts";
import { sourceOfRows, turnRows, uprightSize } from "./upright.ts";

/** Pixels that are worked on at once, and the fewest and most rows of them. */
const stripPixels = 2_000_000;
const mostRows = 512;

/** What was seen of the alpha of all pixels. */
export type AlphaSeen = { hasClear: boolean; hasVisible: boolean; isOpaque: boolean };

/** Changes interleaved 16-bit samples in place. */
export type ChangeSamples = (samples: Uint16Array, channels: number) => void;

function lookAt(rgba: Uint8Array, seen: AlphaSeen): void {
  for (let at = 3; at < rgba.length; at += 4) {
    const alpha = rgba[at];
    if (alpha === 0) seen.hasClear = true;
    else seen.hasVisible = true;
    if (alpha !== 255) seen.isOpaque = false;
  }
}

/**
 * Goes through a decoded picture in strips of rows: turns it upright, brings it down to 8 bits and carries colour
 * under what is transparent. Memory does not grow with the picture's height.
 * @param decodedPath a tiled TIFF, RGB or RGBA, 8 or 16 bits, as it lies in the file
 * @param changes what is to be done to 16-bit samples first
 * @param rowsPath an uncompressed TIFF of the upright picture comes here
 */
export async function writeUprightRows(
  source: Source,
  decodedPath: string,
  rowsPath: string,
  changes: readonly ChangeSamples[],
): Promise<AlphaSeen> {
  const { orientation, hasAlpha, isDeep } = source;
  const channels = hasAlpha ? 4 : 3;
  const { width, height } = uprightSize(source, orientation);
  const around = hasAlpha ? bleedPixels : 0;
  const rowsAtOnce = Math.min(mostRows, Math.max(1, Math.ceil(stripPixels / width)));
  const seen: AlphaSeen = { hasClear: false, hasVisible: !hasAlpha, isOpaque: true };

  async function upright(y: number, count: number): Promise<Uint8Array> {
    const { x: left, y: top, ...size } = sourceOfRows(source, orientation, y, count);
    const cut = sharp(decodedPath, { limitInputPixels: maxInputPixels }).extract({ left, top, ...size });
    if (!isDeep) return turnRows(await cut.raw().toBuffer(), size, channels, orientation);
    const data = await cut.toColourspace("rgb16").raw({ depth: "ushort" }).toBuffer();
    const samples = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
    for (const change of changes) change(samples, channels);
    return ditherRows(turnRows(samples, size, channels, orientation), channels, width, y);
  }

  await using file = await open(rowsPath, "w", 0o600);
  await file.write(tiffHeader(width, height, channels));
  for (let y = 0; y < height; y += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, height - y);
    const first = Math.max(0, y - around);
    const last = Math.min(height, y + count + around);
    const window = await upright(first, last - first);
    if (hasAlpha) bleedColour(window, width);
    const rowBytes = width * channels;
    const rows = window.subarray((y - first) * rowBytes, (y - first + count) * rowBytes);
    if (hasAlpha) lookAt(rows, seen);
    await file.write(rows);
  }
  return seen;
}
