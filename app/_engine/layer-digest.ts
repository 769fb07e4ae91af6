import { LayerDigest } from "@graphiti/protocol/digests.ts";
import type { Hex } from "viem";

/** Whole numbers, planar: [channels][height][width]. */
export type Layer = { values: ArrayLike<number>; channels: number; width: number; height: number };

/** Layer digest of whole numbers. A strip is one row, all channels, planar, as uint8 or as int16 little-endian. */
export function layerDigest({ values, channels, width, height }: Layer, as: "uint8" | "int16"): Hex {
  const strip = as === "int16" ? new Int16Array(channels * width) : new Uint8Array(channels * width);
  const layer = new LayerDigest();
  for (let y = 0; y < height; y++) {
    for (let channel = 0; channel < channels; channel++) {
      const from = (channel * height + y) * width;
      for (let x = 0; x < width; x++) strip[channel * width + x] = values[from + x] as number;
    }
    layer.row(new Uint8Array(strip.buffer));
  }
  return layer.digest();
}
