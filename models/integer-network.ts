/** Every convolution here is 3×3, stride 1, without padding: a layer loses one pixel on each side. */
export const kernelSize = 3;

/** For z < 0 the activation is floor(z · numerator / 2^shift); z ≥ 0 passes. A LeakyReLU in integers. */
export type Slope = { numerator: number; shift: number };

/**
 * One convolution in integers. For each output pixel of channel c:
 *
 *     accumulator = bias[c] + Σ weights[c][i][ky][kx] · x[i][y + ky][x + kx]
 *     z           = clamp(floor(accumulator / 2^shifts[c]), low, high)
 *     y           = z ≥ 0 or no slope ? z : floor(z · slope.numerator / 2^slope.shift)
 *
 * `bias` already holds the half that turns the first floor into rounding.
 */
export type IntegerLayer = {
  name: string;
  inChannels: number;
  outChannels: number;
  /** [outChannels][inChannels][3][3] */
  weights: Int32Array;
  /** [outChannels] */
  bias: Int32Array;
  /** [outChannels], 0 … 22 */
  shifts: Uint8Array;
  low: number;
  high: number;
  slope: Slope | undefined;
};

/**
 * A chain of convolutions from 8-bit RGB to 8-bit RGB. The last layer has 3 · scale² channels, which become
 * pixels: channel c·scale² + dy·scale + dx is colour c at offset (dx, dy).
 */
export type IntegerNetwork = { layers: readonly IntegerLayer[]; scale: number };

export const inputRange = { low: 0, high: 255 } as const;

/** The range that a layer's outputs are clamped to. */
export function outputRange(layer: IntegerLayer): { low: number; high: number } {
  return { low: layer.slope ? slopeDown(layer.low, layer.slope) : layer.low, high: layer.high };
}

/** floor(z · numerator / 2^shift) for z < 0. */
export function slopeDown(z: number, slope: Slope): number {
  return Math.floor((z * slope.numerator) / 2 ** slope.shift);
}

/** Pixels that the network eats on each side: its receptive field, and so the halo of a tile. */
export function receptiveField(network: IntegerNetwork): number {
  return network.layers.length * ((kernelSize - 1) / 2);
}

/** Multiply-adds for each input pixel, zeros included. */
export function multiplyAddsPerPixel(network: IntegerNetwork): number {
  return network.layers.reduce((sum, layer) => sum + layer.weights.length, 0);
}
