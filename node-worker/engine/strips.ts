import { createHash } from "node:crypto";
import type { Hex } from "viem";

/** A tensor of whole numbers, [channels][height][width]. */
export type Layer = {
  values: Float32Array | Int16Array | Uint8Array;
  channels: number;
  width: number;
  height: number;
};

/**
 * Twin of {@link LayerDigest} for what a session gives, whose threads should load no more than they need.
 * A strip is one row, all channels, planar, as int16 little-endian or as uint8.
 */
export function layerDigest(layer: Layer, as: "int16" | "uint8"): Hex {
  const { values, channels, width, height } = layer;
  const strip = as === "int16" ? new Int16Array(channels * width) : new Uint8Array(channels * width);
  const bytes = new Uint8Array(strip.buffer);
  const rows = createHash("sha256");
  for (let y = 0; y < height; y++) {
    // Plain loops: views would make garbage by the thousand.
    for (let channel = 0; channel < channels; channel++) {
      const from = (channel * height + y) * width;
      const to = channel * width;
      for (let x = 0; x < width; x++) strip[to + x] = values[from + x] as number;
    }
    rows.update(createHash("sha256").update(bytes).digest());
  }
  return `0x${rows.digest("hex")}`;
}

/** Planar RGB as interleaved bytes. */
export function interleave({ values, width, height }: Layer): Uint8Array {
  const plane = width * height;
  const pixels = new Uint8Array(3 * plane);
  for (let at = 0; at < plane; at++) {
    pixels[at * 3] = values[at] as number;
    pixels[at * 3 + 1] = values[plane + at] as number;
    pixels[at * 3 + 2] = values[2 * plane + at] as number;
  }
  return pixels;
}
