import {
  type IntegerLayer,
  type IntegerNetwork,
  inputRange,
  kernelSize,
  outputRange,
  receptiveField,
  slopeDown,
} from "./integer-network.ts";

/** Integers, planar: [channels][height][width]. */
type Planes = { values: Int32Array; channels: number; width: number; height: number };

export type ReferenceRun = {
  /** [3][resultHeight][resultWidth] */
  result: Uint8Array;
  resultWidth: number;
  resultHeight: number;
  /** The last hidden layer, [probeChannels][probeHeight][probeWidth] */
  probe: Int16Array;
  probeChannels: number;
  probeWidth: number;
  probeHeight: number;
};

/**
 * What a network means, in plain 32-bit integers. Slow on purpose: everything faster is held to it bit for bit.
 * @param planar haloed 8-bit pixels, [3][height][width]
 * @throws RangeError when the input is not larger than the receptive field on both sides
 */
export function runReference(
  network: IntegerNetwork,
  planar: Uint8Array,
  width: number,
  height: number,
): ReferenceRun {
  const halo = receptiveField(network);
  if (planar.length !== 3 * width * height)
    throw new RangeError(`${planar.length} bytes are not 3×${height}×${width}`);
  if (Math.min(width, height) <= 2 * halo)
    throw new RangeError(`a tile needs more than ${2 * halo} pixels a side`);
  let planes: Planes = { values: Int32Array.from(planar), channels: 3, width, height };
  let largest: number = inputRange.high;
  let probe = planes;
  for (const layer of network.layers) {
    probe = planes;
    planes = convolve(layer, planes);
    const range = outputRange(layer);
    largest = Math.max(-range.low, range.high);
  }
  if (largest > 255) throw new RangeError("the last layer does not end in 8 bits");
  return {
    result: toPixels(planes, network.scale),
    resultWidth: planes.width * network.scale,
    resultHeight: planes.height * network.scale,
    probe: Int16Array.from(probe.values),
    probeChannels: probe.channels,
    probeWidth: probe.width,
    probeHeight: probe.height,
  };
}

function convolve(layer: IntegerLayer, input: Planes): Planes {
  const width = input.width - kernelSize + 1;
  const height = input.height - kernelSize + 1;
  const plane = width * height;
  const values = new Int32Array(layer.outChannels * plane);
  for (let c = 0; c < layer.outChannels; c++) {
    const sums = values.subarray(c * plane, (c + 1) * plane).fill(layer.bias[c] as number);
    for (let i = 0; i < layer.inChannels; i++)
      for (let ky = 0; ky < kernelSize; ky++)
        for (let kx = 0; kx < kernelSize; kx++) {
          const weight = layer.weights[
            ((c * layer.inChannels + i) * kernelSize + ky) * kernelSize + kx
          ] as number;
          if (weight !== 0) addScaled(sums, width, height, weight, input, i, kx, ky);
        }
    requantise(sums, layer, layer.shifts[c] as number);
  }
  return { values, channels: layer.outChannels, width, height };
}

/** sums += weight · input[channel], looked at from (left, top). */
function addScaled(
  sums: Int32Array,
  width: number,
  height: number,
  weight: number,
  input: Planes,
  channel: number,
  left: number,
  top: number,
): void {
  for (let y = 0; y < height; y++) {
    const from = (channel * input.height + y + top) * input.width + left;
    const to = y * width;
    for (let x = 0; x < width; x++)
      sums[to + x] = ((sums[to + x] as number) + weight * (input.values[from + x] as number)) | 0;
  }
}

function requantise(sums: Int32Array, { low, high, slope }: IntegerLayer, shift: number): void {
  for (let at = 0; at < sums.length; at++) {
    const z = Math.min(high, Math.max(low, (sums[at] as number) >> shift));
    sums[at] = z < 0 && slope ? slopeDown(z, slope) : z;
  }
}

function toPixels(planes: Planes, scale: number): Uint8Array {
  const width = planes.width * scale;
  const height = planes.height * scale;
  const pixels = new Uint8Array(3 * width * height);
  for (let colour = 0; colour < 3; colour++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const channel = colour * scale ** 2 + (y % scale) * scale + (x % scale);
        const row = channel * planes.height + Math.floor(y / scale);
        pixels[(colour * height + y) * width + x] = planes.values[
          row * planes.width + Math.floor(x / scale)
        ] as number;
      }
  return pixels;
}
