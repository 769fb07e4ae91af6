const side = 16;
const step16 = 257;

/** Bayer's matrix of 16 × 16: every number from 0 to 255 once, and neighbours far apart. */
const thresholds = Uint8Array.from({ length: side * side }, (_, at) => {
  const x = at % side;
  const y = Math.floor(at / side);
  let value = 0;
  for (let bit = 0; bit < 4; bit++) value = (value << 2) | (((((x ^ y) >> bit) & 1) << 1) | ((y >> bit) & 1));
  return value;
});

/**
 * 16 bits to 8 by ordered dithering. A value between two levels becomes the upper one in as many places of the
 * matrix as it lies above the lower one, so that a gradient keeps its mean and does not band; a value that 8 bits
 * can hold (a multiple of 257) is kept exactly. All channels of a pixel share a threshold: grey stays grey. Each
 * pixel depends on itself and its place alone, so the picture may be cut into strips anywhere.
 * @param samples interleaved rows, 0 to 65535
 * @param firstRow where in the picture the first of them lies
 */
export function ditherRows(
  samples: Uint16Array,
  channels: number,
  width: number,
  firstRow: number,
): Uint8Array {
  const bytes = new Uint8Array(samples.length);
  let at = 0;
  for (let y = firstRow; at < samples.length; y++) {
    const row = (y % side) * side;
    for (let x = 0; x < width; x++) {
      const threshold = 1 + (thresholds[row + (x % side)] as number);
      for (let channel = 0; channel < channels; channel++, at++)
        bytes[at] = Math.floor(((samples[at] as number) + threshold) / step16);
    }
  }
  return bytes;
}
