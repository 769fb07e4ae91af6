import { fail } from "@graphiti/protocol/errors.ts";
import {
  type Convolution,
  type ConvolutionPart,
  halfOf,
  type IntegerNetwork,
  type IntegerNode,
  inputRange,
  kernelSize,
  type ScaledAdd,
  slopeDown,
  type ToPixels,
  tilePlace,
} from "./integer-network.ts";

/** float32 holds every integer of smaller magnitude exactly. */
export const exactLimit = 2 ** 24;
export const largestShift = 22;

/** The values that one channel can have. */
export type Range = { low: number; high: number };

/** The largest magnitude that any partial sum of a node can reach, in any order of summation. */
export type LayerBound = { layer: string; largestSum: number };

type Proved = { ranges: Range[]; largestSum: number };

/**
 * Proves, from the weights alone, that float32 computes a network exactly: for every output channel of a convolution's
 * part Σ|w| · max|x| + |bias| < 2^24, and the same of the sum of parts, of a scaled addition and of a mean, so each
 * product, each partial sum in whatever order (fused or not) and the product with a slope is an integer below 2^24
 * times a power of two, and no operation rounds. `max|x|` follows from the clamps before, channel by channel.
 * @throws GraphitiError MODEL_UNSOUND, naming node and channel
 */
export function proveExact(network: IntegerNetwork): LayerBound[] {
  const { nodes, scale, probe } = network;
  if (nodes.length === 0) unsound("the network", "has no nodes");
  const known = new Map<number, Range[]>([[tilePlace, Array.from({ length: 3 }, () => inputRange)]]);
  const bounds = nodes.map((node, place) => {
    const { ranges, largestSum } = proveNode(node, (from) => {
      return known.get(from) ?? unsound(node.name, `reads place ${from}, which is not before it`);
    });
    known.set(place, ranges);
    return { layer: node.name, largestSum };
  });
  const last = known.get(nodes.length - 1) as Range[];
  if (last.length !== 3) unsound("the last node", `has ${last.length} channels instead of 3`);
  if (last.some(({ low, high }) => low !== 0 || high !== 255))
    unsound("the last node", "does not end in 0 … 255");
  if (!Number.isInteger(scale) || scale < 1) unsound("the network", `has the scale ${scale}`);
  const probed = known.get(probe) ?? unsound("the probe", `is at place ${probe}, where no node is`);
  if (probed.some(({ low, high }) => low < -0x8000 || high > 0x7fff))
    unsound("the probe", "has values beyond 16 bits");
  return bounds;
}

function proveNode(node: IntegerNode, rangesOf: (place: number) => Range[]): Proved {
  switch (node.kind) {
    case "convolution":
      return proveConvolution(node, rangesOf);
    case "add":
      return proveAdd(node, rangesOf);
    case "pixels":
      return provePixels(node, rangesOf(node.from));
    case "mean": {
      const ranges = rangesOf(node.from);
      const largestSum = 4 * Math.max(...ranges.map(magnitude)) + 2;
      if (!(largestSum < exactLimit)) tooLarge(node.name, largestSum);
      return { ranges, largestSum };
    }
    case "nearest":
      if (!Number.isInteger(node.scale) || node.scale < 1) unsound(node.name, `has the scale ${node.scale}`);
      return moved(rangesOf(node.from));
    case "crop":
      if (!Number.isInteger(node.margin) || node.margin < 0)
        unsound(node.name, `crops ${node.margin} pixels`);
      return moved(rangesOf(node.from));
  }
}

function proveConvolution(node: Convolution, rangesOf: (place: number) => Range[]): Proved {
  checkShape(node);
  let largestSum = 0;
  const totals = new Array<number>(node.outChannels).fill(0);
  for (const part of node.parts) {
    const inputs = rangesOf(part.from).map(magnitude);
    checkPart(node, part, inputs.length);
    for (let c = 0; c < node.outChannels; c++) {
      const sum = largestPartSum(part, c, inputs);
      if (!(sum < exactLimit)) tooLarge(`${node.name}, channel ${c}`, sum);
      largestSum = Math.max(largestSum, sum);
      totals[c] = (totals[c] as number) + sum / 2 ** ((part.shifts[c] as number) - node.fraction) + 1;
    }
  }
  const beyond = totals.findIndex((total) => !(total < exactLimit));
  if (beyond >= 0) tooLarge(`${node.name}, channel ${beyond}, with all parts,`, totals[beyond] as number);
  return { ranges: totals.map((_, c) => activationRange(node, c)), largestSum };
}

function largestPartSum(part: ConvolutionPart, channel: number, inputs: readonly number[]): number {
  const area = kernelSize ** 2;
  let sum = Math.abs(part.bias[channel] as number);
  let at = channel * part.inChannels * area;
  for (const largest of inputs)
    for (let tap = 0; tap < area; tap++) sum += Math.abs(part.weights[at++] as number) * largest;
  return sum;
}

function checkShape({ name, outChannels, parts, padding, fraction, low, high, slope }: Convolution): void {
  if (parts.length === 0) unsound(name, "has no parts");
  if (padding !== 0 && padding !== 1) unsound(name, `has a padding of ${padding}`);
  if (low.length !== outChannels) unsound(name, `has ${low.length} lower limits`);
  if (!Number.isInteger(fraction) || fraction < 0 || (parts.length === 1 && fraction !== 0))
    unsound(name, `keeps ${fraction} bits below one`);
  for (const limit of low) checkClamp(name, limit, high);
  if (!slope) return;
  const { numerators, shift } = slope;
  if (numerators.length !== outChannels) unsound(name, `has ${numerators.length} slopes`);
  if (!Number.isInteger(shift) || shift < 0 || shift > largestShift)
    unsound(name, `has a slope of ${shift} bits`);
  const steep = numerators.findIndex(
    (n, c) => !(Math.abs(n * (low[c] as number)) + halfOf(slope) < exactLimit),
  );
  if (steep >= 0)
    unsound(`${name}, channel ${steep}`, `multiplies ${low[steep]} by the slope ${numerators[steep]}`);
}

function checkPart({ name, outChannels, fraction }: Convolution, part: ConvolutionPart, channels: number) {
  const { inChannels, weights, bias, shifts } = part;
  if (inChannels !== channels) unsound(name, `takes ${inChannels} channels but is fed ${channels}`);
  if (weights.length !== outChannels * inChannels * kernelSize ** 2)
    unsound(name, `has ${weights.length} weights`);
  if (bias.length !== outChannels) unsound(name, `has ${bias.length} biases`);
  if (shifts.length !== outChannels) unsound(name, `has ${shifts.length} shifts`);
  const wrong = shifts.findIndex((shift) => shift > largestShift || shift < fraction);
  if (wrong >= 0)
    unsound(`${name}, channel ${wrong}`, `shifts by ${shifts[wrong]}, not ${fraction} … ${largestShift}`);
}

function activationRange({ low: lows, high, slope }: Convolution, channel: number): Range {
  const low = lows[channel] as number;
  if (!slope) return { low, high };
  const lowest = slopeDown(low, slope, channel);
  return { low: Math.min(0, lowest), high: Math.max(high, lowest) };
}

function proveAdd(node: ScaledAdd, rangesOf: (place: number) => Range[]): Proved {
  const { name, terms, shift, low, high } = node;
  checkClamp(name, low, high);
  if (!Number.isInteger(shift) || shift < 0 || shift > largestShift) unsound(name, `shifts by ${shift}`);
  if (terms.length === 0) unsound(name, "adds nothing");
  const inputs = terms.map(({ from, multiplier }) => {
    if (!Number.isInteger(multiplier)) unsound(name, `multiplies by ${multiplier}`);
    return rangesOf(from).map((range) => Math.abs(multiplier) * magnitude(range));
  });
  const channels = inputs[0]?.length ?? 0;
  if (inputs.some(({ length }) => length !== channels)) unsound(name, "adds layers of different channels");
  const sums = Array.from({ length: channels }, (_, c) =>
    inputs.reduce((sum, input) => sum + (input[c] as number), shift > 0 ? 2 ** (shift - 1) : 0),
  );
  const worst = sums.findIndex((sum) => !(sum < exactLimit));
  if (worst >= 0) tooLarge(`${name}, channel ${worst}`, sums[worst] as number);
  return { ranges: sums.map(() => ({ low, high })), largestSum: Math.max(...sums) };
}

function provePixels({ name, scale }: ToPixels, ranges: Range[]): Proved {
  const block = scale ** 2;
  if (!Number.isInteger(scale) || scale < 1 || ranges.length % block !== 0)
    unsound(name, `makes pixels of ${ranges.length} channels at scale ${scale}`);
  return moved(
    Array.from({ length: ranges.length / block }, (_, c) => {
      const own = ranges.slice(c * block, (c + 1) * block);
      return {
        low: Math.min(...own.map(({ low }) => low)),
        high: Math.max(...own.map(({ high }) => high)),
      };
    }),
  );
}

/** A node that computes nothing. */
function moved(ranges: Range[]): Proved {
  return { ranges, largestSum: 0 };
}

function checkClamp(name: string, low: number, high: number): void {
  if (!Number.isInteger(low) || !Number.isInteger(high) || low > 0 || high < 0 || low >= high)
    unsound(name, `clamps to ${low} … ${high}`);
  if (-low >= exactLimit || high >= exactLimit) unsound(name, "clamps beyond 2^24");
}

function magnitude({ low, high }: Range): number {
  return Math.max(Math.abs(low), Math.abs(high));
}

function tooLarge(where: string, sum: number): never {
  unsound(where, `can sum to ${sum}; the limit is ${exactLimit}`);
}

function unsound(where: string, what: string): never {
  fail("MODEL_UNSOUND", `Not exact in float32: ${where} ${what}.`);
}
