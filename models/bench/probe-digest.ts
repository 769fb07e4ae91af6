import { LayerDigest } from "@graphiti/protocol/digests.ts";

/**
 * Layer digest of a probe as ONNX Runtime returns it.
 * @param values integers in float32, [channels][height][width]
 */
export function probeDigest(values: Float32Array, channels: number, width: number, height: number): string {
  // Converting in the order of memory first is a third cheaper than converting row by row.
  const integers = new Int16Array(values.length);
  for (let at = 0; at < values.length; at++) integers[at] = values[at] as number;
  const layer = new LayerDigest();
  const strip = new Int16Array(channels * width);
  const bytes = new Uint8Array(strip.buffer);
  for (let y = 0; y < height; y++) {
    for (let c = 0; c < channels; c++) {
      const start = (c * height + y) * width;
      strip.set(integers.subarray(start, start + width), c * width);
    }
    layer.row(bytes);
  }
  return layer.digest();
}
