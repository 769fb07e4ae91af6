import { fail } from "@graphiti/protocol/errors.ts";
import {
  type Convolution,
  type ConvolutionPart,
  type IntegerNetwork,
  kernelSize,
  slopeDown,
  tilePlace,
} from "./integer-network.ts";
import { exactLimit, proveExact } from "./proof.ts";

/** What a byte's kernel may add up in 16 bits: vpmaddubsw adds two products of a byte and a weight, and saturates. */
export const pairLimit = 2 ** 15;
/** Up to here `tableUnit` rounds every half up and nothing else. */
export const largestTableShift = 9;

/**
 * How a convolution of a chain is computed on bytes: a byte b stands for the value b − zero.
 * With a table z is a byte itself, and a table bends it; otherwise z is bent in float32, which has room for more of it.
 */
export type ByteLayer = {
  node: Convolution;
  part: ConvolutionPart;
  form: "table" | "float";
  /** Of z, where it is a byte. */
  zeroBefore: number;
  /** Of the output. */
  zero: number;
  /** [outChannels], for inputs that are bytes */
  bias: Int32Array;
};

/**
 * Proves that a network can be computed on bytes with 8-bit weights and says how: a chain of convolutions of one part
 * without padding that ends in pixels, each of whose outputs has no more than 256 values. For every output channel
 * any two products of a byte and a weight stay below 2^15 together, in whatever pairs a kernel adds them, so none
 * saturates; and Σ|w| · 255 + |bias| < 2^24, so float32 holds each sum exactly. Slopes have halves that no value
 * meets, so rounding half to even is rounding half up.
 * @throws GraphitiError MODEL_UNSOUND, naming node and channel
 */
export function proveBytes(network: IntegerNetwork): ByteLayer[] {
  proveExact(network);
  const { nodes } = network;
  const last = nodes.length - 1;
  if (nodes[last]?.kind !== "pixels" || nodes[last].from !== last - 1)
    unsound("the last node", "does not make pixels of the one before");
  let [zero, largestByte] = [0, 255];
  return nodes.slice(0, last).map((node, place): ByteLayer => {
    if (node.kind !== "convolution" || node.parts.length !== 1 || node.padding !== 0)
      return unsound(node.name, "is not a convolution of one part without padding");
    const [part] = node.parts as [ConvolutionPart];
    if (part.from !== (place === 0 ? tilePlace : place - 1))
      unsound(node.name, "does not read the one before");
    const bias = Int32Array.from(part.bias, (value, c) => {
      const weights = weightsOf(part, c);
      proveSums(`${node.name}, channel ${c}`, weights, largestByte);
      const folded = value - zero * weights.reduce((sum, weight) => sum + weight, 0);
      const sum = Math.abs(folded) + largestByte * weights.reduce((all, weight) => all + Math.abs(weight), 0);
      if (!(sum < exactLimit)) unsound(`${node.name}, channel ${c}`, `can sum to ${sum} in bytes`);
      return folded;
    });
    const layer = { node, part, bias, ...formOf(node, part) };
    [zero, largestByte] = [layer.zero, node.high + layer.zero];
    return layer;
  });
}

function weightsOf({ weights, inChannels }: ConvolutionPart, channel: number): Int32Array {
  const fan = inChannels * kernelSize ** 2;
  return weights.subarray(channel * fan, (channel + 1) * fan);
}

function proveSums(where: string, weights: Int32Array, largestByte: number): void {
  let [largest, second] = [0, 0];
  for (const weight of weights) {
    const size = Math.abs(weight);
    if (size > largest) [largest, second] = [size, largest];
    else if (size > second) second = size;
  }
  const pair = largestByte * (largest + second);
  if (!(pair < pairLimit)) unsound(where, `has a pair of products of ${pair}; the limit is ${pairLimit}`);
  if (largest > 127) unsound(where, `has the weight ${largest}`);
}

function formOf(
  node: Convolution,
  { shifts }: ConvolutionPart,
): Pick<ByteLayer, "form" | "zero" | "zeroBefore"> {
  const { name, low: lows, high, slope } = node;
  const low = lows[0] as number;
  if (lows.some((limit) => limit !== low)) unsound(name, "has lower limits of each channel's own");
  const isByte = high - low <= 255;
  const steep = shifts.findIndex((shift) => shift < 1 || (isByte && shift > largestTableShift));
  if (steep >= 0) unsound(`${name}, channel ${steep}`, `shifts by ${shifts[steep]}`);
  if (!slope) {
    if (!isByte) unsound(name, `has ${high - low + 1} values`);
    return { form: "table", zeroBefore: -low, zero: -low };
  }
  const { numerators, shift, rounds } = slope;
  const numerator = numerators[0] as number;
  const alike = numerators.every((one) => one === numerator);
  if (!alike || !rounds || numerator % 2 !== 1 || numerator >= 2 ** shift || -low >= 2 ** (shift - 1))
    unsound(name, "has a slope that is not odd, rounded, below one and the same for all channels");
  const zero = -slopeDown(low, slope, 0);
  // What lies below `low` before the slope must be cut off after it, at the same value.
  if (high + zero > 255) unsound(name, `has ${high + zero + 1} values`);
  return { form: isByte ? "table" : "float", zeroBefore: isByte ? -low : 0, zero };
}

function unsound(where: string, what: string): never {
  fail("MODEL_UNSOUND", `Not exact in bytes: ${where} ${what}.`);
}
