import { fail } from "@graphiti/protocol/errors.ts";
import {
  type IntegerLayer,
  type IntegerNetwork,
  inputRange,
  kernelSize,
  outputRange,
} from "./integer-network.ts";

/** float32 holds every integer of smaller magnitude exactly. */
export const exactLimit = 2 ** 24;
const largestShift = 22;

/** The largest magnitude that any partial sum of a layer can reach, in any order of summation. */
export type LayerBound = { layer: string; largestSum: number };

/**
 * Proves, from the weights alone, that float32 computes a network exactly: for every output channel
 * Σ|w| · max|x| + |bias| < 2^24, so each product, each partial sum in whatever order (fused or not) and the
 * product with the slope is an integer below 2^24 times a power of two, and no operation rounds.
 * @throws GraphitiError MODEL_UNSOUND, naming layer and channel
 */
export function proveExact(network: IntegerNetwork): LayerBound[] {
  if (network.layers.length === 0) unsound("the network", "has no layers");
  let range: { low: number; high: number } = inputRange;
  let channels = 3;
  const bounds = network.layers.map((layer) => {
    checkShape(layer, channels);
    checkRequantisation(layer);
    const largestInput = Math.max(Math.abs(range.low), Math.abs(range.high));
    const sums = Array.from({ length: layer.outChannels }, (_, c) => largestSum(layer, c, largestInput));
    const worst = sums.findIndex((sum) => !(sum < exactLimit));
    if (worst >= 0)
      unsound(
        `layer ${layer.name}, channel ${worst}`,
        `can sum to ${sums[worst]}; the limit is ${exactLimit}`,
      );
    range = outputRange(layer);
    channels = layer.outChannels;
    return { layer: layer.name, largestSum: Math.max(...sums) };
  });
  if (channels !== 3 * network.scale ** 2)
    unsound(
      "the last layer",
      `has ${channels} channels; scale ${network.scale} needs ${3 * network.scale ** 2}`,
    );
  if (range.low !== 0 || range.high !== 255) unsound("the last layer", "does not end in 0 … 255");
  return bounds;
}

function largestSum(layer: IntegerLayer, channel: number, largestInput: number): number {
  const fan = layer.inChannels * kernelSize ** 2;
  let sum = 0;
  for (const weight of layer.weights.subarray(channel * fan, (channel + 1) * fan)) sum += Math.abs(weight);
  return sum * largestInput + Math.abs(layer.bias[channel] ?? Number.NaN);
}

function checkShape(layer: IntegerLayer, channels: number): void {
  const where = `layer ${layer.name}`;
  if (layer.inChannels !== channels)
    unsound(where, `takes ${layer.inChannels} channels but is fed ${channels}`);
  if (layer.weights.length !== layer.outChannels * layer.inChannels * kernelSize ** 2)
    unsound(where, `has ${layer.weights.length} weights`);
  if (layer.bias.length !== layer.outChannels) unsound(where, `has ${layer.bias.length} biases`);
  if (layer.shifts.length !== layer.outChannels) unsound(where, `has ${layer.shifts.length} shifts`);
}

/** Clamping with integers, and a slope whose product stays below the limit: both exact. */
function checkRequantisation(layer: IntegerLayer): void {
  const where = `layer ${layer.name}`;
  const { low, high, slope } = layer;
  const wide = layer.shifts.findIndex((shift) => shift > largestShift);
  if (wide >= 0)
    unsound(`${where}, channel ${wide}`, `shifts by ${layer.shifts[wide]}, more than ${largestShift}`);
  if (!Number.isInteger(low) || !Number.isInteger(high) || low > 0 || high < 0 || low >= high)
    unsound(where, `clamps to ${low} … ${high}`);
  if (-low >= exactLimit || high >= exactLimit) unsound(where, "clamps beyond 2^24");
  if (!slope) return;
  if (!Number.isInteger(slope.numerator) || slope.numerator <= 0 || slope.numerator > 2 ** slope.shift)
    unsound(where, `has the slope ${slope.numerator} / 2^${slope.shift}`);
  if (slope.shift > largestShift) unsound(where, `has a slope of ${slope.shift} bits`);
  if (-low * slope.numerator >= exactLimit)
    unsound(where, `multiplies ${low} by the slope ${slope.numerator}; the limit is ${exactLimit}`);
}

function unsound(where: string, what: string): never {
  fail("MODEL_UNSOUND", `Not exact in float32: ${where} ${what}.`);
}
