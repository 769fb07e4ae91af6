import { fail } from "@graphiti/protocol/errors.ts";
import type { NcnnLayer } from "./ncnn-topology.ts";

/** ncnn's weights are [outChannels][inChannels][kernel][kernel] for both kinds of convolution. */
export type NcnnWeights = { weights: Float32Array; bias: Float32Array };

const tags = { float32: 0, float16: 0x01306b47 };

/**
 * Reads a `.bin` file: for each convolution a u32 tag, the weights as float32 or float16 (padded to 4 bytes), then the
 * bias as float32; for each PReLU its slopes as float32, which are given as weights. Little-endian.
 * @returns by the name of the layer
 * @throws GraphitiError MODEL_SOURCE when the file does not fit the layers exactly
 */
export function readWeights(bytes: Uint8Array, layers: readonly NcnnLayer[]): Map<string, NcnnWeights> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (size: number) => {
    const start = at;
    at += size;
    if (at > bytes.length) fail("MODEL_SOURCE", "The weights end too early.");
    return start;
  };
  const floats = (count: number) => {
    const start = take(4 * count);
    return Float32Array.from({ length: count }, (_, n) => view.getFloat32(start + 4 * n, true));
  };
  const halves = (count: number) => {
    const start = take(Math.ceil(count / 2) * 4);
    return Float32Array.from({ length: count }, (_, n) => halfToNumber(view.getUint16(start + 2 * n, true)));
  };
  const read = new Map<string, NcnnWeights>();
  for (const layer of layers) {
    if (layer.kind === "prelu")
      read.set(layer.name, { weights: floats(layer.slopeCount), bias: new Float32Array() });
    if (layer.kind !== "convolution" && layer.kind !== "deconvolution") continue;
    const { name, weightCount, outChannels, hasBias } = layer;
    const tag = view.getUint32(take(4), true);
    if (tag !== tags.float16 && tag !== tags.float32)
      fail("MODEL_SOURCE", `The weights of ${name} are stored in an unknown way (${tag.toString(16)}).`);
    const weights = tag === tags.float16 ? halves(weightCount) : floats(weightCount);
    read.set(name, { weights, bias: hasBias ? floats(outChannels) : new Float32Array(outChannels) });
  }
  if (at !== bytes.length) fail("MODEL_SOURCE", `${bytes.length - at} bytes of weights belong to no layer.`);
  return read;
}

/** IEEE 754 binary16. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
