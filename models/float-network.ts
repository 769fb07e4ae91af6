import { type IntegerNetwork, kernelSize } from "./integer-network.ts";

/** A 3×3 convolution without padding, then x < 0 ? slope · x : x where there is a slope. */
export type FloatLayer = {
  name: string;
  inChannels: number;
  outChannels: number;
  /** [outChannels][inChannels][3][3] */
  weights: Float32Array;
  /** [outChannels] */
  bias: Float32Array;
  slope: number | undefined;
};

/** The published network in float32. `unit` is what one step of an 8-bit pixel is worth going in and coming out. */
export type FloatNetwork = { layers: readonly FloatLayer[]; scale: number; unit: number };

/**
 * An integer network without its roundings and clamps: the same convolutions and slopes in float32.
 * It is the control for the cost of being exact, and needs nothing but the committed weights.
 */
export function floatTwin(network: IntegerNetwork): FloatNetwork {
  const layers = network.layers.map((layer) => {
    const fan = layer.inChannels * kernelSize ** 2;
    const unit = (c: number) => 2 ** -(layer.shifts[c] ?? 0);
    return {
      ...layer,
      weights: Float32Array.from(layer.weights, (weight, at) => weight * unit(Math.floor(at / fan))),
      bias: Float32Array.from(layer.bias, (value, c) => value * unit(c) - 0.5),
      slope: layer.slope && layer.slope.numerator / 2 ** layer.slope.shift,
    };
  });
  return { layers, scale: network.scale, unit: 1 };
}
