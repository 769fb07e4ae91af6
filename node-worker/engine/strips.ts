import { createHash } from "node:crypto";

/** A tensor of whole numbers in float32, [channels][height][width]. */
export type Layer = { values: Float32Array; channels: number; width: number; height: number };

const digestBytes = 32;

/**
 * SHA-256 of each of the first `rows` rows: all channels of a row, planar, as int16 little-endian or as uint8.
 * @returns rows × 32 bytes; SHA-256 of a tile's rows joined is its layer digest
 */
export function rowDigests(layer: Layer, rows: number, as: "int16" | "uint8"): Uint8Array {
  const { values, channels, width, height } = layer;
  const strip = as === "int16" ? new Int16Array(channels * width) : new Uint8Array(channels * width);
  const bytes = new Uint8Array(strip.buffer);
  const digests = new Uint8Array(rows * digestBytes);
  for (let y = 0; y < rows; y++) {
    // Plain loops: views would make garbage by the thousand.
    for (let channel = 0; channel < channels; channel++) {
      const from = (channel * height + y) * width;
      const to = channel * width;
      for (let x = 0; x < width; x++) strip[to + x] = values[from + x] as number;
    }
    digests.set(createHash("sha256").update(bytes).digest(), y * digestBytes);
  }
  return digests;
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
