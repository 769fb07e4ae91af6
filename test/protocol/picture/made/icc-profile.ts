/** ICC profiles made by hand, version 2: three primaries and a gamma, or a gamma alone. */

const tag = (type: string, bytes: number): Buffer => {
  const data = Buffer.alloc(Math.ceil((8 + bytes) / 4) * 4);
  data.write(type, "latin1");
  return data;
};

const xyz = (values: readonly number[]): Buffer => {
  const data = tag("XYZ ", 12);
  for (const [index, value] of values.entries()) data.writeInt32BE(Math.round(value * 65536), 8 + index * 4);
  return data;
};

const gammaCurve = (gamma: number): Buffer => {
  const data = tag("curv", 6);
  data.writeUInt32BE(1, 8);
  data.writeUInt16BE(Math.round(gamma * 256), 12);
  return data;
};

const description = (text: string): Buffer => {
  const data = tag("desc", 4 + text.length + 1 + 78);
  data.writeUInt32BE(text.length + 1, 8);
  data.write(text, 12, "latin1");
  return data;
};

const d50 = [0.9642, 1, 0.8249];

function profile(space: "RGB " | "GRAY", own: Record<string, Buffer>): Buffer {
  const tags = Object.entries({ desc: description("Made by hand"), wtpt: xyz(d50), ...own });
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length);
  let at = 128 + table.length;
  for (const [index, [name, data]] of tags.entries()) {
    table.write(name, 4 + index * 12, "latin1");
    table.writeUInt32BE(at, 8 + index * 12);
    table.writeUInt32BE(data.length, 12 + index * 12);
    at += data.length;
  }
  const header = Buffer.alloc(128);
  header.writeUInt32BE(at);
  header.writeUInt32BE(0x02400000, 8);
  header.write(`mntr${space}XYZ `, 12, "latin1");
  header.writeUInt16BE(2026, 24);
  header.writeUInt16BE(1, 26);
  header.writeUInt16BE(1, 28);
  header.write("acsp", 36, "latin1");
  for (const [index, value] of d50.entries()) header.writeInt32BE(Math.round(value * 65536), 68 + index * 4);
  return Buffer.concat([header, table, ...tags.map(([, data]) => data)]);
}

/** `primaries`: XYZ of red, green and blue under D50. */
export type RgbSpace = { primaries: readonly (readonly [number, number, number])[]; gamma: number };

export const adobeRgb: RgbSpace = {
  primaries: [
    [0.60974, 0.31111, 0.01947],
    [0.20528, 0.62567, 0.06087],
    [0.14919, 0.06322, 0.74457],
  ],
  gamma: 563 / 256,
};
export const proPhoto: RgbSpace = {
  primaries: [
    [0.79767, 0.28804, 0],
    [0.13519, 0.71188, 0],
    [0.03134, 0.00008, 0.82491],
  ],
  gamma: 1.8,
};
/** P3's primaries; its curve is sRGB's, of which 2.2 is near enough for a profile of a test's own. */
export const wideP3: RgbSpace = {
  primaries: [
    [0.51512, 0.2412, -0.00105],
    [0.29198, 0.69225, 0.04189],
    [0.1571, 0.06657, 0.78407],
  ],
  gamma: 563 / 256,
};

export const rgbProfile = ({ primaries, gamma }: RgbSpace): Buffer =>
  profile("RGB ", {
    rXYZ: xyz(primaries[0] ?? []),
    gXYZ: xyz(primaries[1] ?? []),
    bXYZ: xyz(primaries[2] ?? []),
    rTRC: gammaCurve(gamma),
    gTRC: gammaCurve(gamma),
    bTRC: gammaCurve(gamma),
  });

export const greyProfile = (gamma: number): Buffer => profile("GRAY", { kTRC: gammaCurve(gamma) });

/** XYZ under D50 to linear sRGB. */
const toSrgb = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
] as const;

const encode = (linear: number): number => {
  const value = Math.min(1, Math.max(0, linear));
  return 255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055);
};

/** What a colour (0 to 255) of a space is in sRGB, by the book; clipped where sRGB does not reach. */
export function inSrgb({ primaries, gamma }: RgbSpace, colour: readonly number[]): number[] {
  const linear = colour.map((value) => (value / 255) ** gamma);
  const sum = (axis: number) =>
    linear.reduce((total, value, index) => total + value * (primaries[index]?.[axis] ?? 0), 0);
  const point = [sum(0), sum(1), sum(2)];
  return toSrgb.map((row) =>
    encode(row.reduce((total, factor, axis) => total + factor * (point[axis] ?? 0), 0)),
  );
}

/** The same for a grey of so much gamma. */
export const greyInSrgb = (gamma: number, value: number): number => encode((value / 255) ** gamma);
