import { type Convolution, type ConvolutionPart, kernelSize, slopeDown } from "./integer-network.ts";
import type { Planes } from "./reference.ts";

/** The convolution as `Convolution` defines it. */
export function convolve(node: Convolution, outputAt: (place: number) => Planes): Planes {
  const { outChannels, padding, fraction } = node;
  const inputs = node.parts.map((part) => padded(outputAt(part.from), padding));
  const [{ width: from, height: rows }] = inputs as [Planes];
  const width = Math.max(0, from - kernelSize + 1);
  const height = Math.max(0, rows - kernelSize + 1);
  const plane = width * height;
  const values = new Int32Array(outChannels * plane);
  const sums = new Int32Array(plane);
  for (let c = 0; c < outChannels; c++) {
    const totals = values.subarray(c * plane, (c + 1) * plane);
    for (const [p, part] of node.parts.entries()) {
      sums.fill(part.bias[c] as number);
      sumUp(sums, width, height, part, inputs[p] as Planes, c);
      const shift = (part.shifts[c] as number) - fraction;
      for (let at = 0; at < plane; at++)
        totals[at] = (totals[at] as number) + ((sums[at] as number) >> shift);
    }
    activate(totals, node, c);
  }
  return { values, channels: outChannels, width, height };
}

/** sums += Σ weights · input of one output channel; the three taps of a kernel's row at a time. */
function sumUp(
  sums: Int32Array,
  width: number,
  height: number,
  part: ConvolutionPart,
  input: Planes,
  channel: number,
): void {
  const x = input.values;
  for (let i = 0; i < part.inChannels; i++)
    for (let ky = 0; ky < kernelSize; ky++) {
      const tap = ((channel * part.inChannels + i) * kernelSize + ky) * kernelSize;
      const left = part.weights[tap] as number;
      const middle = part.weights[tap + 1] as number;
      const right = part.weights[tap + 2] as number;
      if (left === 0 && middle === 0 && right === 0) continue;
      for (let y = 0; y < height; y++) {
        let from = (i * input.height + y + ky) * input.width;
        for (let at = y * width; at < (y + 1) * width; at++, from++)
          sums[at] =
            ((sums[at] as number) +
              Math.imul(left, x[from] as number) +
              Math.imul(middle, x[from + 1] as number) +
              Math.imul(right, x[from + 2] as number)) |
            0;
      }
    }
}

function activate(totals: Int32Array, node: Convolution, channel: number): void {
  const { fraction, high, slope } = node;
  const low = node.low[channel] as number;
  for (let at = 0; at < totals.length; at++) {
    const z = Math.min(high, Math.max(low, (totals[at] as number) >> fraction));
    totals[at] = z < 0 && slope ? slopeDown(z, slope, channel) : z;
  }
}

/** The planes with `padding` zeros around each. */
function padded(input: Planes, padding: number): Planes {
  if (padding === 0) return input;
  const width = input.width + 2 * padding;
  const height = input.height + 2 * padding;
  const values = new Int32Array(input.channels * width * height);
  for (let row = 0; row < input.channels * input.height; row++) {
    const channel = Math.floor(row / input.height);
    const to = (channel * height + (row % input.height) + padding) * width + padding;
    values.set(input.values.subarray(row * input.width, (row + 1) * input.width), to);
  }
  return { values, channels: input.channels, width, height };
}
