import { fail } from "@graphiti/protocol/errors.ts";
import type { FloatAdd, FloatConvolution, FloatNetwork } from "../float-network.ts";
import {
  type Convolution,
  type ConvolutionPart,
  type IntegerNetwork,
  type IntegerNode,
  kernelSize,
  type ScaledAdd,
  type Slope,
  slopeDown,
  tilePlace,
} from "../integer-network.ts";
import { exactLimit, largestShift } from "../proof.ts";
import type { LayerStatistics } from "./calibration.ts";
import { planScales, type ScalePlan } from "./scale-plan.ts";
import { isCopy, withTrunkCopies } from "./trunk-copies.ts";

export type QuantiserOptions = {
  /** Hidden activations lie in ±(2^activationBits − 1). */
  activationBits: number;
  /** The same of what is added to over and over. */
  trunkBits: number;
  largestWeight: number;
  /** Head room over the largest activation seen. */
  margin: number;
  slopeShift: number;
  /** Bits below one that parts of a convolution keep until they are added. */
  fraction: number;
  /** What the sums must stay below; only a test of the proof gives another than 2^24. */
  sumLimit?: number;
};

/**
 * A tensor between nodes, by channel: what one integer step is worth, the typical value in steps, by how much
 * the integers typically fall short of it; and the largest magnitude.
 */
type Scaled = { step: number[]; mean: number[]; shortfall: number[]; largest: number };

/** Multipliers of an addition are in units of 2^−12. */
const factorShift = 12;

/**
 * Turns a float network into integers, node by node. Each hidden channel gets a step so that its largest activation
 * fits; each output channel of a convolution the largest power of two for which the weights stay within
 * `largestWeight` and the sums below the limit. A convolution of several inputs is split into a part for each.
 * @param statistics of the input and of each hidden layer
 * @param probe place of the probed layer
 */
export function quantise(
  published: FloatNetwork,
  statistics: readonly LayerStatistics[],
  options: QuantiserOptions,
  probe: number,
): IntegerNetwork {
  const { network, placeOf } = withTrunkCopies(published);
  const plan = planScales(network, statistics, options);
  const known = new Map<number, Scaled>([[tilePlace, scaledTile(network, plan)]]);
  const outputAt = (place: number) => known.get(place) as Scaled;
  const nodes = network.nodes.map((node, place): IntegerNode => {
    if (node.kind === "convolution") {
      const made = quantiseConvolution(node, place, network, plan, outputAt, options);
      known.set(place, scaledConvolution(made, place, plan));
      return made;
    }
    if (node.kind === "add") {
      const made = quantiseAdd(node, place, network, plan);
      const { step } = plan.scales.get(place) as { step: number[] };
      const measured = isCopy(node) ? (node.terms[0]?.from ?? place) : place;
      const mean = plan.statistics.get(measured)?.mean.map((value, c) => value / (step[c] as number)) ?? [];
      known.set(place, {
        step,
        mean,
        shortfall: mean.map(() => (isCopy(node) ? copyShortfall(options) : 0)),
        largest: made.high,
      });
      return made;
    }
    known.set(place, outputAt(node.from));
    return node;
  });
  return { nodes, scale: network.scale, probe: placeOf[probe] ?? probe };
}

function scaledTile(network: FloatNetwork, { statistics }: ScalePlan): Scaled {
  return {
    step: [network.unit, network.unit, network.unit],
    mean: (statistics.get(tilePlace)?.mean ?? []).map((mean) => mean / network.unit),
    shortfall: [0, 0, 0],
    largest: 255,
  };
}

function scaledConvolution(
  made: Convolution,
  place: number,
  { scales, statistics, folded }: ScalePlan,
): Scaled {
  const { step } = scales.get(place) as { step: number[] };
  const seen = statistics.get(place);
  const factor = folded.get(place) ?? 1;
  const bent = Array.from(made.low, (low, c) =>
    made.slope ? Math.abs(slopeDown(low, made.slope, c)) : -low,
  );
  return {
    step,
    mean: (seen?.mean ?? []).map((mean, c) => (mean * factor) / (step[c] as number)),
    shortfall: (seen?.negativeShare ?? []).map(
      (share, c) => share * floorLoss(made.slope, c, made.low[c] as number),
    ),
    largest: Math.max(made.high, ...bent),
  };
}

function quantiseConvolution(
  node: FloatConvolution,
  place: number,
  network: FloatNetwork,
  { scales, folded }: ScalePlan,
  outputAt: (place: number) => Scaled,
  options: QuantiserOptions,
): Convolution {
  const { name, inputs, outChannels, padding } = node;
  const { step, levels } = scales.get(place) as { step: number[]; levels: number };
  const slope = node.slopes && integerSlopes(node.slopes, options.slopeShift);
  const fraction = inputs.length > 1 ? options.fraction : 0;
  const fan = inputs.reduce((sum, { channels }) => sum + channels * kernelSize ** 2, 0);
  let before = 0;
  const parts = inputs.map(({ from, channels }, p): ConvolutionPart => {
    const input = outputAt(from);
    const own = channels * kernelSize ** 2;
    const weights = new Int32Array(outChannels * own);
    const bias = new Int32Array(outChannels);
    const shifts = new Uint8Array(outChannels);
    for (let c = 0; c < outChannels; c++) {
      const start = c * fan + before;
      const outStep = (step[c] as number) / (folded.get(place) ?? 1);
      const real = Array.from(node.weights.subarray(start, start + own), (weight, at) => {
        return (weight * (input.step[Math.floor(at / kernelSize ** 2)] as number)) / outStep;
      });
      const realBias = p === 0 ? (node.bias[c] as number) / outStep : 0;
      const channel = quantiseChannel(real, realBias, input, fraction, p === 0, options);
      if (!channel) fail("MODEL_UNSOUND", `${name}, channel ${c} fits no power of two.`);
      weights.set(channel.weights, c * own);
      bias[c] = channel.bias;
      shifts[c] = channel.shift;
    }
    before += own;
    return { from, inChannels: channels, weights, bias, shifts };
  });
  const low = Int32Array.from({ length: outChannels }, (_, c) => {
    if (makesResult(network, place)) return 0;
    return slope ? -lowestBefore(levels, slope, c) : -levels;
  });
  return { kind: "convolution", name, outChannels, padding, parts, fraction, low, high: levels, slope };
}

/** Weights and bias in units of 2^-shift, for the largest shift that keeps both limits. */
function quantiseChannel(
  real: number[],
  realBias: number,
  input: Scaled,
  fraction: number,
  isFirst: boolean,
  options: QuantiserOptions,
) {
  const sumLimit = options.sumLimit ?? exactLimit;
  for (let shift = largestShift; shift >= fraction; shift--) {
    const weights = real.map((weight) => Math.round(weight * 2 ** shift));
    const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    if (largest > options.largestWeight) continue;
    // The bias takes back what rounded weights and floored activations shift the typical sum by.
    const drift = weights.reduce((sum, weight, at) => {
      const i = Math.floor(at / kernelSize ** 2);
      const lost = ((real[at] as number) * 2 ** shift - weight) * (input.mean[i] as number);
      return sum + lost + weight * (input.shortfall[i] as number);
    }, 0);
    // Half of each floor: of the part's own, and, once, of the total's.
    const ownHalf = fraction > 0 && shift > fraction ? 2 ** (shift - fraction - 1) : 0;
    const half = (isFirst && shift > 0 ? 2 ** (shift - 1) : 0) + ownHalf;
    const bias = Math.round(realBias * 2 ** shift + drift) + half;
    const sum =
      weights.reduce((total, weight) => total + Math.abs(weight), 0) * input.largest + Math.abs(bias);
    if (sum < sumLimit) return { weights, bias, shift };
  }
  return undefined;
}

function quantiseAdd(node: FloatAdd, place: number, network: FloatNetwork, plan: ScalePlan): ScaledAdd {
  const { name } = node;
  const { step, levels } = plan.scales.get(place) as { step: number[]; levels: number };
  const factors = node.terms.map(({ from, factor }) => {
    const source = plan.scales.get(from)?.step ?? [];
    const ratio = (source[0] as number) / (step[0] as number);
    if (source.some((value, c) => value !== (step[c] as number) * ratio))
      fail("MODEL_SOURCE", `${name} adds layers whose steps differ.`);
    return (plan.folded.has(from) ? 1 : factor) * ratio;
  });
  const shift = factors.every((factor) => factor === 1) ? 0 : factorShift;
  const terms = node.terms.map(({ from }, at) => {
    return { from, multiplier: Math.round((factors[at] as number) * 2 ** shift) };
  });
  const low = place === network.nodes.length - 1 ? 0 : -levels;
  return { kind: "add", name, terms, shift, low, high: levels };
}

/** Whether a convolution's outputs are the result, as they are or as the blocks that become its pixels. */
function makesResult({ nodes }: FloatNetwork, place: number): boolean {
  const last = nodes.length - 1;
  const node = nodes[last];
  return place === last || (node?.kind === "pixels" && node.from === place);
}

/** Of the values that a copy rounds, those in the middle between two steps all go up. */
function copyShortfall({ trunkBits, activationBits }: QuantiserOptions): number {
  return -(2 ** (activationBits - trunkBits)) / 2;
}

function integerSlopes(slopes: Float32Array, shift: number): Slope {
  return { numerators: Int32Array.from(slopes, (slope) => Math.round(slope * 2 ** shift)), shift };
}

/** The largest n for which −n times the slope, floored, lies within ±levels and the product stays below the limit. */
function lowestBefore(levels: number, { numerators, shift }: Slope, channel: number): number {
  const numerator = Math.abs(numerators[channel] as number);
  return numerator === 0 ? levels : Math.floor((levels * 2 ** shift) / numerator);
}

/**
 * What floor(z · slope) is below z · slope on average over the negative z: for the gentle slope of a LeakyReLU, near
 * one in a whole number, it follows from the slope; others are averaged.
 */
function floorLoss(slope: Slope | undefined, channel: number, low: number): number {
  if (!slope) return 0;
  const exact = (slope.numerators[channel] as number) / 2 ** slope.shift;
  if (slope.numerators.every((numerator) => numerator === slope.numerators[0])) return (1 - exact) / 2;
  let lost = 0;
  for (let z = low; z < 0; z++) lost += z * exact - slopeDown(z, slope, channel);
  return lost / -low;
}
