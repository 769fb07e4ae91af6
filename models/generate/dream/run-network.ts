import { activations } from "./activations.ts";
import {
  type DreamLayer,
  type DreamNetwork,
  features,
  group,
  hidden,
  outputShift,
  outputs,
  weightShift,
} from "./shape.ts";

/** Places that go through all layers together: little enough for a processor's first caches. */
const chunk = 256;

/** Takes integers of one chunk, [channels][chunk] with each channel's values at its start. */
type Planes = Int32Array<ArrayBuffer>;

/**
 * What a network means, in 32-bit integers.
 * @param coordinates [features][count]
 * @returns the last hidden layer [hidden][count] and the outputs [outputs][count]
 */
export function runNetwork(network: DreamNetwork, coordinates: Int32Array, count: number) {
  const last = new Int16Array(hidden * count);
  const out = new Int32Array(outputs * count);
  const fed = new Int32Array(features * chunk);
  const buffers: [Planes, Planes] = [new Int32Array(hidden * chunk), new Int32Array(hidden * chunk)];
  const result = new Int32Array(outputs * chunk);
  for (let start = 0; start < count; start += chunk) {
    const size = Math.min(chunk, count - start);
    for (let i = 0; i < features; i++)
      fed.set(coordinates.subarray(i * count + start, i * count + start + size), i * chunk);
    let values: Planes = fed;
    for (const [at, layer] of network.hidden.entries()) {
      const next = buffers[at % 2] as Planes;
      convolve(layer, values, next, size, weightShift);
      for (const [part, activation] of activations.entries())
        for (let c = part * group; c < (part + 1) * group; c++)
          activation(next.subarray(c * chunk, c * chunk + size));
      values = next;
    }
    convolve(network.output, values, result, size, outputShift);
    for (let c = 0; c < hidden; c++)
      last.set(values.subarray(c * chunk, c * chunk + size), c * count + start);
    for (let c = 0; c < outputs; c++)
      out.set(result.subarray(c * chunk, c * chunk + size), c * count + start);
  }
  return { last, out };
}

/** floor((bias + Σ weight · x) / 2^shift) at every place, six inputs at a time. */
function convolve(layer: DreamLayer, input: Planes, output: Planes, size: number, shift: number): void {
  const { inChannels, outChannels, weights, bias } = layer;
  for (let c = 0; c < outChannels; c++) {
    const sums = output.subarray(c * chunk, c * chunk + size);
    sums.fill(bias[c] as number);
    for (let i = 0; i < inChannels; i += 6)
      addSix(sums, weights.subarray(c * inChannels + i), input.subarray(i * chunk));
    for (let at = 0; at < size; at++) sums[at] = (sums[at] as number) >> shift;
  }
}

function addSix(sums: Planes, weights: Int32Array, input: Planes): void {
  const [a, b, c, d, e, f] = weights as unknown as [number, number, number, number, number, number];
  for (let at = 0; at < sums.length; at++)
    sums[at] =
      ((sums[at] as number) +
        Math.imul(a, input[at] as number) +
        Math.imul(b, input[at + chunk] as number) +
        Math.imul(c, input[at + 2 * chunk] as number) +
        Math.imul(d, input[at + 3 * chunk] as number) +
        Math.imul(e, input[at + 4 * chunk] as number) +
        Math.imul(f, input[at + 5 * chunk] as number)) |
      0;
}
