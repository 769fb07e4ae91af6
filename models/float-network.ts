import {
  type Convolution,
  type Crop,
  type IntegerNetwork,
  kernelSize,
  type Mean,
  type Nearest,
  type ToPixels,
} from "./integer-network.ts";

/** A 3×3 convolution over its inputs one after the other, then x < 0 ? slopes[c] · x : x where there are slopes. */
export type FloatConvolution = {
  kind: "convolution";
  name: string;
  inputs: readonly { from: number; channels: number }[];
  outChannels: number;
  padding: 0 | 1;
  /** [outChannels][all input channels][3][3] */
  weights: Float32Array;
  /** [outChannels] */
  bias: Float32Array;
  /** [outChannels] */
  slopes: Float32Array | undefined;
};

/** Σ factor · x */
export type FloatAdd = { kind: "add"; name: string; terms: readonly { from: number; factor: number }[] };

export type FloatNode = FloatConvolution | FloatAdd | Nearest | ToPixels | Mean | Crop;

/**
 * A network in float32, with the places of `IntegerNetwork`. `unit` is what one step of an 8-bit pixel is worth going in
 * and coming out.
 */
export type FloatNetwork = { nodes: readonly FloatNode[]; scale: number; unit: number };

/**
 * An integer network without its roundings, clamps and splits: the same convolutions and slopes in float32.
 * It is the control for the cost of being exact, and needs nothing but the committed weights.
 */
export function floatTwin(network: IntegerNetwork): FloatNetwork {
  const nodes = network.nodes.map((node): FloatNode => {
    if (node.kind === "convolution") return convolutionTwin(node);
    if (node.kind !== "add") return node;
    const terms = node.terms.map(({ from, multiplier }) => ({ from, factor: multiplier / 2 ** node.shift }));
    return { kind: "add", name: node.name, terms };
  });
  return { nodes, scale: network.scale, unit: 1 };
}

function convolutionTwin({ name, outChannels, padding, parts, slope }: Convolution): FloatConvolution {
  const area = kernelSize ** 2;
  const fan = parts.reduce((sum, { inChannels }) => sum + inChannels * area, 0);
  const weights = new Float32Array(outChannels * fan);
  const bias = new Float32Array(outChannels).fill(-0.5);
  let before = 0;
  for (const part of parts) {
    const own = part.inChannels * area;
    for (let c = 0; c < outChannels; c++) {
      const unit = 2 ** -(part.shifts[c] as number);
      for (let at = 0; at < own; at++)
        weights[c * fan + before + at] = (part.weights[c * own + at] as number) * unit;
      bias[c] = (bias[c] as number) + (part.bias[c] as number) * unit;
    }
    before += own;
  }
  return {
    kind: "convolution",
    name,
    inputs: parts.map(({ from, inChannels }) => ({ from, channels: inChannels })),
    outChannels,
    padding,
    weights,
    bias,
    slopes: slope && Float32Array.from(slope.numerators, (numerator) => numerator / 2 ** slope.shift),
  };
}
