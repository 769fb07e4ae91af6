import { fail } from "@graphiti/protocol/errors.ts";
import { type FloatConvolution, floatTwin } from "../float-network.ts";
import {
  type Convolution,
  type IntegerNetwork,
  type IntegerNode,
  kernelSize,
  type Slope,
  slopeDown,
} from "../integer-network.ts";
import type { LayerSamples } from "./byte-calibration.ts";
import { feedbackOf, roundWithFeedback } from "./error-feedback.ts";

export type ByteOptions = {
  /** Two products of such a weight and a byte must stay below 2^15 together; only a test gives more than 64. */
  largestWeight: number;
  /** The slope of all layers. */
  numerator: number;
  slopeShift: number;
  /** Which convolutions, from 0, bend their values by a table: faster, with less room for what is above zero. */
  tables: readonly number[];
  /** How many values below zero outputs may have, to choose from; the same before the slope where a table bends. */
  zeros: readonly number[];
  tableZeros: readonly number[];
};

/** A layer's output: what a step is worth, and by channel mean and variance in steps, and how far they are off. */
type Seen = { step: number[]; mean: number[]; variance: number[]; error: number[] };
type Limits = { low: number; high: number };

const taps = kernelSize ** 2;
const largestShift = 9;
/** Of how the candidates for a step follow each other. */
const stepRatio = 0.93;
const stepCandidates = 26;
/** What is left of the rounding error of weights after feedback, about. */
const errorLeft = 0.4;

/**
 * Rounds an exact network, a chain of convolutions that ends in pixels, to weights of 8 bits and outputs of no more
 * than 256 values. Each channel's step weighs what it cuts off against what it rounds, in values and in weights.
 */
export function quantiseBytes(
  network: IntegerNetwork,
  samples: readonly LayerSamples[],
  options: ByteOptions,
): IntegerNetwork {
  const { nodes } = floatTwin(network);
  const convolutions = nodes.filter((node) => node.kind === "convolution");
  let seen = seenOfTile(samples[0] as LayerSamples);
  const made = convolutions.map((node, place): IntegerNode => {
    const feedback = feedbackOf((samples[place] as LayerSamples).patches, seen.step);
    const values = samples[place]?.values ?? [];
    const { limits, step } = planOf(node, place, convolutions[place + 1], values, seen, options);
    const convolution = convolutionOf(node, place, seen, step, limits, feedback, options);
    seen = seenOf(convolution, values, step, node.slopes);
    return convolution;
  });
  return { ...network, nodes: [...made, ...network.nodes.slice(made.length)] };
}

function seenOfTile({ patches }: LayerSamples): Seen {
  const middle = (c: number) => patches.map((patch) => patch[c * taps + (taps >> 1)] as number);
  const moments = [0, 1, 2].map((c) => momentsOf(middle(c)));
  return {
    step: [1, 1, 1],
    mean: moments.map(({ mean }) => mean),
    variance: moments.map(({ variance }) => variance),
    error: [0, 0, 0],
  };
}

/** The limits and steps for which a layer's outputs are least wrong, weighed by what the next layer makes of them. */
function planOf(
  node: FloatConvolution,
  place: number,
  next: FloatConvolution | undefined,
  values: readonly number[][],
  input: Seen,
  options: ByteOptions,
): { limits: Limits; step: number[] } {
  if (!next) return { limits: { low: 0, high: 255 }, step: new Array<number>(node.outChannels).fill(1) };
  const hasTable = options.tables.includes(place);
  const plans = (hasTable ? options.tableZeros : options.zeros).map((zero) => {
    const { numerator, slopeShift } = options;
    const low = hasTable ? -zero : -Math.floor((zero * 2 ** slopeShift) / numerator);
    const limits = { low, high: 255 - zero };
    const chosen = values.map((seen, c) => stepOf(node, c, seen, limits, input, options));
    const cost = chosen.reduce((sum, { cost }, c) => sum + cost * powerOf(next, c, node.outChannels), 0);
    return { limits, step: chosen.map(({ step }) => step), cost };
  });
  return plans.reduce((best, plan) => (plan.cost < best.cost ? plan : best));
}

function stepOf(
  node: FloatConvolution,
  channel: number,
  values: readonly number[],
  { low, high }: Limits,
  input: Seen,
  options: ByteOptions,
): { step: number; cost: number } {
  const slope = slopeOf(options, 1);
  const own = node.slopes?.[channel] as number;
  const lowest = slopeDown(low, slope, 0);
  const weight = largestOf(realWeights(node, channel, input));
  const power = taps * input.variance.reduce((sum, variance) => sum + variance, 0);
  const { least, most } = rangeOf(values);
  let best = { step: 1, cost: Infinity };
  let step = 1.06 * Math.max(most / high, least / lowest, 1e-6);
  for (let n = 0; n < stepCandidates; n++, step *= stepRatio) {
    let squares = 0;
    for (const value of values) {
      const z = clamp(Math.round(beforeSlope(value, own) / step), low, high);
      squares += ((z < 0 ? slopeDown(z, slope, 0) : z) * step - value) ** 2;
    }
    let unit = step;
    while ((weight * 2) / unit <= options.largestWeight + 0.49) unit /= 2;
    while (weight / unit > options.largestWeight + 0.49) unit *= 2;
    const cost = squares / values.length + (unit ** 2 / 12) * power * errorLeft;
    if (cost < best.cost) best = { step, cost };
  }
  return best;
}

function convolutionOf(
  node: FloatConvolution,
  place: number,
  input: Seen,
  step: readonly number[],
  { low, high }: Limits,
  feedback: Float64Array,
  options: ByteOptions,
): Convolution {
  const { outChannels } = node;
  const inChannels = input.step.length;
  const weights = new Int32Array(outChannels * inChannels * taps);
  const bias = new Int32Array(outChannels);
  const shifts = new Uint8Array(outChannels);
  for (let c = 0; c < outChannels; c++) {
    const real = realWeights(node, c, input);
    const fits = (shift: number) =>
      (largestOf(real) * 2 ** shift) / (step[c] as number) <= options.largestWeight + 0.49;
    let shift = largestShift;
    while (shift > 0 && !fits(shift)) shift--;
    if (shift === 0) fail("MODEL_UNSOUND", `${node.name}, channel ${c} fits no power of two.`);
    const unit = 2 ** shift / (step[c] as number);
    const wanted = real.map((weight) => weight * unit);
    const rounded = roundWithFeedback(wanted, feedback, options.largestWeight);
    // The bias takes back what rounded weights and inputs that are off shift the typical sum by.
    const drift = rounded.reduce((sum, weight, at) => {
      const i = Math.floor(at / taps);
      const lost = ((wanted[at] as number) - weight) * (input.mean[i] as number);
      return sum + lost - (wanted[at] as number) * (input.error[i] as number);
    }, 0);
    weights.set(rounded, c * rounded.length);
    // The twin's bias is for values that rounding, not flooring, makes whole.
    bias[c] = Math.round((node.bias[c] as number) * unit + drift) + 2 ** (shift - 1);
    shifts[c] = shift;
  }
  return {
    kind: "convolution",
    name: node.name,
    outChannels,
    padding: 0,
    parts: [{ from: place - 1, inChannels, weights, bias, shifts }],
    fraction: 0,
    low: new Int32Array(outChannels).fill(low),
    high,
    slope: node.slopes && slopeOf(options, outChannels),
  };
}

function seenOf(
  { low, high, slope }: Convolution,
  values: readonly number[][],
  step: readonly number[],
  slopes: Float32Array | undefined,
): Seen {
  const channels = values.map((seen, c) => {
    const [unit, lowest] = [step[c] as number, low[c] as number];
    const outputs = seen.map((value) => {
      const z = clamp(Math.round(beforeSlope(value, slopes?.[c] ?? 1) / unit), lowest, high);
      return z < 0 && slope ? slopeDown(z, slope, c) : z;
    });
    const error = outputs.reduce((sum, output, at) => sum + output - (seen[at] as number) / unit, 0);
    return { ...momentsOf(outputs), error: error / outputs.length };
  });
  return {
    step: [...step],
    mean: channels.map(({ mean }) => mean),
    variance: channels.map(({ variance }) => variance),
    error: channels.map(({ error }) => error),
  };
}

/** About what a slope and a floor made a value of: the floor took away (1 − slope) / 2 on average. */
function beforeSlope(value: number, slope: number): number {
  return value < 0 ? (value + (1 - slope) / 2) / slope : value;
}

function realWeights(node: FloatConvolution, channel: number, { step }: Seen): Float64Array {
  const fan = step.length * taps;
  const own = node.weights.subarray(channel * fan, (channel + 1) * fan);
  return Float64Array.from(own, (weight, at) => weight * (step[Math.floor(at / taps)] as number));
}

/** How much a layer makes of one of its inputs' channels. */
function powerOf({ weights, outChannels }: FloatConvolution, channel: number, channels: number): number {
  let power = 0;
  for (let c = 0; c < outChannels; c++)
    for (let tap = 0; tap < taps; tap++)
      power += (weights[(c * channels + channel) * taps + tap] as number) ** 2;
  return power;
}

function slopeOf({ numerator, slopeShift }: ByteOptions, channels: number): Slope {
  return { numerators: new Int32Array(channels).fill(numerator), shift: slopeShift, rounds: true };
}

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}

function rangeOf(values: readonly number[]): { least: number; most: number } {
  let [least, most] = [0, 0];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return { least, most };
}

function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
