/**
 * Profiles that are a matrix and curves, or a curve alone, worked out exactly. libvips applies profiles to 16 bits
 * through a coarse table, which is off by levels in the shadows of wide spaces, and to 16-bit grey not at all.
 */

type Curve = (value: number) => number;

/** Changes interleaved 16-bit samples in place; alpha, if there is one, is left alone. */
export type ToSrgb = (samples: Uint16Array, channels: number) => void;

const tableAt = 128;
const mostTags = 100;
const white = 65535;

/** XYZ under D50, the profile's connection space, to linear sRGB. */
const fromXyz = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
] as const;

function tagsOf(icc: Buffer): Map<string, Buffer> {
  const tags = new Map<string, Buffer>();
  const count = Math.min(mostTags, icc.readUInt32BE(tableAt));
  for (let index = 0; index < count; index++) {
    const entry = tableAt + 4 + index * 12;
    const at = icc.readUInt32BE(entry + 4);
    tags.set(icc.toString("latin1", entry, entry + 4), icc.subarray(at, at + icc.readUInt32BE(entry + 8)));
  }
  return tags;
}

const fixed = (data: Buffer, at: number) => data.readInt32BE(at) / 65536;

/** @see ICC.1:2022, 10.6 */
function curveOf(data: Buffer): Curve | undefined {
  const count = data.readUInt32BE(8);
  if (count === 0) return (value) => value;
  if (count === 1) {
    const gamma = data.readUInt16BE(12) / 256;
    return (value) => value ** gamma;
  }
  if (data.length < 12 + count * 2) return undefined;
  return (value) => {
    const at = value * (count - 1);
    const below = Math.min(count - 2, Math.floor(at));
    const low = data.readUInt16BE(12 + below * 2);
    const high = data.readUInt16BE(14 + below * 2);
    return (low + (high - low) * (at - below)) / white;
  };
}

/** How many numbers each of the five functions has. @see ICC.1:2022, 10.18 */
const parameters = [1, 3, 4, 5, 7];

function parametricOf(data: Buffer): Curve | undefined {
  const kind = data.readUInt16BE(8);
  const count = parameters[kind];
  if (count === undefined) return undefined;
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from({ length: count }, (_, index) =>
    fixed(data, 12 + index * 4),
  );
  const power: Curve = (value) => Math.max(0, a * value + b) ** g;
  if (kind === 0) return (value) => value ** g;
  if (kind <= 2) return (value) => (value >= -b / a ? power(value) : 0) + (kind === 2 ? c : 0);
  return (value) => (value >= d ? power(value) + e : c * value + f);
}

function curveIn(tag: Buffer | undefined): Curve | undefined {
  const type = tag?.toString("latin1", 0, 4);
  if (tag && type === "curv") return curveOf(tag);
  if (tag && type === "para") return parametricOf(tag);
  return undefined;
}

const tabulate = (curve: Curve) =>
  Float64Array.from({ length: white + 1 }, (_, value) => curve(value / white));

/** sRGB's own curve, from 65536 steps of linear light to 16 bits. */
const encoded = () =>
  Uint16Array.from({ length: white + 1 }, (_, value) => {
    const linear = value / white;
    return Math.round(white * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055));
  });

const step = (linear: number) => Math.round(white * Math.min(1, Math.max(0, linear)));

function greyToSrgb(curve: Curve): ToSrgb {
  const linear = tabulate(curve);
  const encode = encoded();
  const grey = Uint16Array.from(linear, (value) => encode[step(value)] as number);
  return (samples, channels) => {
    for (let at = 0; at < samples.length; at += channels)
      samples.fill(grey[samples[at] as number] as number, at, at + 3);
  };
}

function rgbToSrgb(curves: readonly Curve[], primaries: readonly (readonly number[])[]): ToSrgb {
  const [reds, greens, blues] = curves.map(tabulate) as [Float64Array, Float64Array, Float64Array];
  const encode = encoded();
  const matrix = fromXyz.map((row) =>
    primaries.map((primary) => row.reduce((sum, factor, axis) => sum + factor * (primary[axis] ?? 0), 0)),
  ) as number[][];
  const [[rr = 0, rg = 0, rb = 0] = [], [gr = 0, gg = 0, gb = 0] = [], [br = 0, bg = 0, bb = 0] = []] =
    matrix;
  return (samples, channels) => {
    for (let at = 0; at < samples.length; at += channels) {
      const red = reds[samples[at] as number] as number;
      const green = greens[samples[at + 1] as number] as number;
      const blue = blues[samples[at + 2] as number] as number;
      samples[at] = encode[step(rr * red + rg * green + rb * blue)] as number;
      samples[at + 1] = encode[step(gr * red + gg * green + gb * blue)] as number;
      samples[at + 2] = encode[step(br * red + bg * green + bb * blue)] as number;
    }
  };
}

function built(icc: Buffer): ToSrgb | undefined {
  const tags = tagsOf(icc);
  // A table, where there is one, goes before the matrix.
  if (tags.has("A2B0")) return undefined;
  const grey = curveIn(tags.get("kTRC"));
  if (grey) return greyToSrgb(grey);
  const curves = ["rTRC", "gTRC", "bTRC"].map((name) => curveIn(tags.get(name)));
  const primaries = ["rXYZ", "gXYZ", "bXYZ"].map((name) => {
    const tag = tags.get(name);
    return tag && [fixed(tag, 8), fixed(tag, 12), fixed(tag, 16)];
  });
  const isWhole = [...curves, ...primaries].every((part) => part !== undefined);
  return isWhole ? rgbToSrgb(curves as Curve[], primaries as number[][]) : undefined;
}

/** The way from a profile to sRGB; undefined for one that is made of tables, or malformed. */
export function toSrgbOf(icc: Buffer): ToSrgb | undefined {
  try {
    return built(icc);
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}
