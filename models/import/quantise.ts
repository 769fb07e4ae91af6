import { fail } from "@graphiti/protocol/errors.ts";
import type { FloatLayer, FloatNetwork } from "../float-network.ts";
import {
  type IntegerLayer,
  type IntegerNetwork,
  kernelSize,
  outputRange,
  type Slope,
} from "../integer-network.ts";
import { exactLimit } from "../proof.ts";
import type { LayerStatistics } from "./calibration.ts";

export type QuantiserOptions = {
  /** Hidden activations lie in ±(2^activationBits − 1). */
  activationBits: number;
  largestWeight: number;
  /** Head room over the largest activation seen. */
  margin: number;
  slopeShift: number;
  /** What the sums must stay below; only a test of the proof gives another than 2^24. */
  sumLimit?: number;
};

/**
 * A tensor between layers, by channel: what one integer step is worth, the typical value in steps, by how much
 * the integers typically fall short of it; and the largest magnitude of all.
 */
type Scaled = { step: number[]; mean: number[]; shortfall: number[]; largest: number };

const largestShift = 22;

/**
 * Turns a float network into integers. Each hidden channel gets a step so that its largest activation fits;
 * each output channel the largest power of two for which the weights stay within `largestWeight` and the sums
 * below the limit.
 * @param statistics of the input and of each hidden layer
 */
export function quantise(
  network: FloatNetwork,
  statistics: readonly LayerStatistics[],
  options: QuantiserOptions,
): IntegerNetwork {
  if (statistics.length !== network.layers.length)
    fail("MODEL_SOURCE", `There are statistics of ${statistics.length} layers for ${network.layers.length}.`);
  const levels = 2 ** options.activationBits - 1;
  const [pixels, ...hidden] = statistics as [LayerStatistics, ...LayerStatistics[]];
  let input: Scaled = {
    step: [network.unit, network.unit, network.unit],
    mean: pixels.mean.map((mean) => mean / network.unit),
    shortfall: [0, 0, 0],
    largest: 255,
  };
  const layers: IntegerLayer[] = [];
  for (const [at, layer] of network.layers.entries()) {
    const seen = hidden[at];
    const step = seen
      ? seen.largest.map((largest) => (largest > 0 ? (largest * options.margin) / levels : 1e-3))
      : new Array<number>(layer.outChannels).fill(network.unit);
    const quantised = quantiseLayer(layer, input, step, seen ? levels : undefined, options);
    layers.push(quantised);
    if (!seen) break;
    const range = outputRange(quantised);
    input = {
      step,
      mean: seen.mean.map((mean, c) => mean / (step[c] as number)),
      shortfall: seen.negativeShare.map((share) => share * floorLoss(quantised.slope)),
      largest: Math.max(-range.low, range.high),
    };
  }
  return { layers, scale: network.scale };
}

function quantiseLayer(
  layer: FloatLayer,
  input: Scaled,
  step: number[],
  levels: number | undefined,
  options: QuantiserOptions,
): IntegerLayer {
  const { name, inChannels, outChannels } = layer;
  const slope = layer.slope === undefined ? undefined : integerSlope(layer.slope, options.slopeShift);
  const fan = inChannels * kernelSize ** 2;
  const weights = new Int32Array(outChannels * fan);
  const bias = new Int32Array(outChannels);
  const shifts = new Uint8Array(outChannels);
  for (let c = 0; c < outChannels; c++) {
    const outStep = step[c] as number;
    const real = Array.from(layer.weights.subarray(c * fan, (c + 1) * fan), (weight, at) => {
      return (weight * (input.step[Math.floor(at / kernelSize ** 2)] as number)) / outStep;
    });
    const channel = quantiseChannel(real, (layer.bias[c] as number) / outStep, input, options);
    if (!channel) fail("MODEL_UNSOUND", `Layer ${name}, channel ${c} fits no power of two.`);
    weights.set(channel.weights, c * fan);
    bias[c] = channel.bias;
    shifts[c] = channel.shift;
  }
  const low = levels === undefined ? 0 : slope ? -lowestBefore(levels, slope) : -levels;
  return { name, inChannels, outChannels, weights, bias, shifts, low, high: levels ?? 255, slope };
}

/** Weights and bias in units of 2^-shift, for the largest shift that keeps both limits. */
function quantiseChannel(real: number[], realBias: number, input: Scaled, options: QuantiserOptions) {
  const sumLimit = options.sumLimit ?? exactLimit;
  for (let shift = largestShift; shift >= 0; shift--) {
    const weights = real.map((weight) => Math.round(weight * 2 ** shift));
    const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    if (largest > options.largestWeight) continue;
    // The bias takes back what rounded weights and floored activations shift the typical sum by.
    const drift = weights.reduce((sum, weight, at) => {
      const i = Math.floor(at / kernelSize ** 2);
      const lost = ((real[at] as number) * 2 ** shift - weight) * (input.mean[i] as number);
      return sum + lost + weight * (input.shortfall[i] as number);
    }, 0);
    const half = shift > 0 ? 2 ** (shift - 1) : 0;
    const bias = Math.round(realBias * 2 ** shift + drift) + half;
    const sum =
      weights.reduce((total, weight) => total + Math.abs(weight), 0) * input.largest + Math.abs(bias);
    if (sum < sumLimit) return { weights, bias, shift };
  }
  return undefined;
}

function integerSlope(slope: number, shift: number): Slope {
  return { numerator: Math.round(slope * 2 ** shift), shift };
}

/** The largest n with floor(−n · slope) ≥ −levels. */
function lowestBefore(levels: number, slope: Slope): number {
  return Math.floor((levels * 2 ** slope.shift) / slope.numerator);
}

/** What floor(z · slope) is below z · slope on average over the integers z. */
function floorLoss(slope: Slope | undefined): number {
  return slope ? (1 - slope.numerator / 2 ** slope.shift) / 2 : 0;
}
