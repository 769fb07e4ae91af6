import { concat, type Hex, sha256 } from "viem";

/** Whole numbers, planar: [channels][height][width]. */
export type Layer = { values: ArrayLike<number>; channels: number; width: number; height: number };

/**
 * Twin of `LayerDigest` in protocol/digests.ts for the browser, which has no hash of Node's.
 * A strip is one row, all channels, planar, as uint8 or as int16 little-endian.
 */
export function layerDigest({ values, channels, width, height }: Layer, as: "uint8" | "int16"): Hex {
  const strip = as === "int16" ? new Int16Array(channels * width) : new Uint8Array(channels * width);
  const bytes = new Uint8Array(strip.buffer);
  const rows: Uint8Array[] = [];
  for (let y = 0; y < height; y++) {
    for (let channel = 0; channel < channels; channel++) {
      const from = (channel * height + y) * width;
      for (let x = 0; x < width; x++) strip[channel * width + x] = values[from + x] as number;
    }
    rows.push(sha256(bytes, "bytes"));
  }
  return sha256(concat(rows));
}
