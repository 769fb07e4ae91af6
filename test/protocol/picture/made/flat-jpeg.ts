/** A JPEG of 8 × 8 pixels in one colour, written by hand: no encoder makes all the kinds of CMYK that are about. */

const segment = (marker: number, ...bytes: number[]): Buffer => {
  const length = bytes.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 255, ...bytes]);
};

/** How many bits a coefficient takes: the category that its code names. */
const categoryOf = (value: number) => (value === 0 ? 0 : 32 - Math.clz32(Math.abs(value)));

/** One block: the code of the category in four bits, the value in as many, and one bit that ends it. */
function blockBits(sample: number): string {
  const value = 8 * (sample - 128);
  const category = categoryOf(value);
  const bits = value < 0 ? value + 2 ** category - 1 : value;
  const digits = category === 0 ? "" : bits.toString(2).padStart(category, "0");
  return `${category.toString(2).padStart(4, "0")}${digits}0`;
}

/**
 * @param samples one for each component, as they are stored
 * @param adobeTransform what the Adobe marker says (0: as they are, 2: YCCK); left out, there is none
 */
export function flatJpeg(samples: readonly number[], adobeTransform?: 0 | 2): Buffer {
  const components = samples.map((_, index) => index + 1);
  const bits = samples.map(blockBits).join("");
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, "1");
  const data = (padded.match(/.{8}/g) ?? []).flatMap((byte) => {
    const value = Number.parseInt(byte, 2);
    return value === 0xff ? [0xff, 0] : [value];
  });
  const twelve = Array.from({ length: 12 }, (_, category) => category);
  const adobe = [...Buffer.from("Adobe"), 0, 100, 0, 0, 0, 0];
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...(adobeTransform === undefined ? [] : [segment(0xee, ...adobe, adobeTransform)]),
    segment(0xdb, 0, ...Array<number>(64).fill(1)),
    segment(0xc0, 8, 0, 8, 0, 8, samples.length, ...components.flatMap((id) => [id, 0x11, 0])),
    segment(0xc4, 0x00, 0, 0, 0, 12, ...Array<number>(12).fill(0), ...twelve),
    segment(0xc4, 0x10, 1, ...Array<number>(15).fill(0), 0),
    segment(0xda, samples.length, ...components.flatMap((id) => [id, 0]), 0, 63, 0),
    Buffer.from(data),
    Buffer.from([0xff, 0xd9]),
  ]);
}
