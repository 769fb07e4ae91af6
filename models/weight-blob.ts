import { fail } from "@graphiti/protocol/errors.ts";
import { type IntegerLayer, type IntegerNetwork, kernelSize } from "./integer-network.ts";

/*
 * The canonical form of an integer network: one byte string for one network, all numbers little-endian.
 *
 *   "GRAPHITI INTEGER NETWORK 1\n"            27 bytes
 *   u8 scale, u8 number of layers
 *   then for each layer:
 *     u16 outChannels, u16 inChannels
 *     i32 low, i32 high                        the clamp
 *     u16 slope numerator, u8 slope shift      0 and 0: no slope
 *     i16 weights[outChannels][inChannels][3][3]
 *     i32 bias[outChannels]
 *     u8  shifts[outChannels]
 *
 * Layers are named conv1, conv2 … by their place.
 */
const magic = new TextEncoder().encode("GRAPHITI INTEGER NETWORK 1\n");
const networkHeaderBytes = magic.length + 2;
const layerHeaderBytes = 15;

function layerBytes(outChannels: number, inChannels: number): number {
  return layerHeaderBytes + outChannels * (2 * inChannels * kernelSize ** 2 + 4 + 1);
}

/** @throws RangeError when a number does not fit its field */
export function encodeWeights(network: IntegerNetwork): Uint8Array {
  const sizes = network.layers.map((layer) => layerBytes(layer.outChannels, layer.inChannels));
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, networkHeaderBytes));
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  view.setUint8(magic.length, fits(network.scale, 0, 255));
  view.setUint8(magic.length + 1, fits(network.layers.length, 0, 255));
  let at = networkHeaderBytes;
  for (const layer of network.layers) {
    view.setUint16(at, fits(layer.outChannels, 0, 0xffff), true);
    view.setUint16(at + 2, fits(layer.inChannels, 0, 0xffff), true);
    view.setInt32(at + 4, layer.low, true);
    view.setInt32(at + 8, layer.high, true);
    view.setUint16(at + 12, fits(layer.slope?.numerator ?? 0, 0, 0xffff), true);
    view.setUint8(at + 14, fits(layer.slope?.shift ?? 0, 0, 255));
    at += layerHeaderBytes;
    for (const weight of layer.weights) {
      view.setInt16(at, fits(weight, -0x8000, 0x7fff), true);
      at += 2;
    }
    for (const bias of layer.bias) {
      view.setInt32(at, bias, true);
      at += 4;
    }
    bytes.set(layer.shifts, at);
    at += layer.shifts.length;
  }
  return bytes;
}

/** @throws GraphitiError MODEL_DAMAGED when the bytes are not one whole network */
export function decodeWeights(bytes: Uint8Array): IntegerNetwork {
  if (bytes.length < networkHeaderBytes || magic.some((byte, at) => bytes[at] !== byte))
    fail("MODEL_DAMAGED", "The weights do not begin as an integer network does.");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const scale = view.getUint8(magic.length);
  const layers: IntegerLayer[] = [];
  let at = networkHeaderBytes;
  for (let index = 1; index <= view.getUint8(magic.length + 1); index++) {
    const layer = readLayer(view, at, `conv${index}`);
    layers.push(layer);
    at += layerBytes(layer.outChannels, layer.inChannels);
  }
  if (at !== bytes.length)
    fail("MODEL_DAMAGED", `The weights are ${bytes.length} bytes long instead of ${at}.`);
  return { layers, scale };
}

function readLayer(view: DataView, start: number, name: string): IntegerLayer {
  if (start + layerHeaderBytes > view.byteLength)
    fail("MODEL_DAMAGED", `The weights end before layer ${name}.`);
  const outChannels = view.getUint16(start, true);
  const inChannels = view.getUint16(start + 2, true);
  if (start + layerBytes(outChannels, inChannels) > view.byteLength)
    fail("MODEL_DAMAGED", `The weights end inside layer ${name}.`);
  const numerator = view.getUint16(start + 12, true);
  const weightsAt = start + layerHeaderBytes;
  const weightCount = outChannels * inChannels * kernelSize ** 2;
  const biasAt = weightsAt + 2 * weightCount;
  const shiftsAt = biasAt + 4 * outChannels;
  return {
    name,
    outChannels,
    inChannels,
    low: view.getInt32(start + 4, true),
    high: view.getInt32(start + 8, true),
    slope: numerator === 0 ? undefined : { numerator, shift: view.getUint8(start + 14) },
    weights: Int32Array.from({ length: weightCount }, (_, n) => view.getInt16(weightsAt + 2 * n, true)),
    bias: Int32Array.from({ length: outChannels }, (_, n) => view.getInt32(biasAt + 4 * n, true)),
    shifts: Uint8Array.from({ length: outChannels }, (_, n) => view.getUint8(shiftsAt + n)),
  };
}

function fits(value: number, low: number, high: number): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new RangeError(`${value} does not fit ${low} … ${high}`);
}
