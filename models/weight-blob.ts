import { fail } from "@graphiti/protocol/errors.ts";
import { ByteReader, ByteWriter } from "./byte-stream.ts";
import {
  type Convolution,
  type ConvolutionPart,
  type IntegerNetwork,
  type IntegerNode,
  kernelSize,
  type ScaledAdd,
} from "./integer-network.ts";

/*
 * The canonical form of an integer network: one byte string for one network, all numbers little-endian.
 *
 *   "GRAPHITI INTEGER NETWORK 2\n"            27 bytes
 *   u8 scale, u16 place of the probe + 1, u16 number of nodes
 *   then for each node u8 kind, and
 *     1 convolution  u16 outChannels, u8 padding, u8 fraction, i32 high, i32 low[outChannels]
 *                    u8 1 if there is a slope, 2 if it rounds: u8 its shift, i32 numerators[outChannels]
 *                    u8 number of parts, and for each: u16 from + 1, u16 inChannels,
 *                    small weights[outChannels][inChannels][3][3], i32 bias[outChannels], u8 shifts[outChannels]
 *     2 add          u8 shift, i32 low, i32 high, u8 number of terms, and for each u16 from + 1, i32 multiplier
 *     3 nearest      u16 from + 1, u8 scale
 *     4 pixels       u16 from + 1, u8 scale
 *     5 mean         u16 from + 1
 *     6 crop         u16 from + 1, u16 margin
 *
 * A small number is one byte for −127 … 127; others are the byte −128 and an i16. Nodes are named by their kind and
 * by how many of the kind there are up to them: conv1, conv2, pixels1 …
 */
const magic = new TextEncoder().encode("GRAPHITI INTEGER NETWORK 2\n");

const kinds = ["", "convolution", "add", "nearest", "pixels", "mean", "crop"] as const;

/** Gives each node its name, in the order of the nodes. */
export function nodeNames(): (kind: IntegerNode["kind"]) => string {
  const seen = new Map<string, number>();
  return (kind) => {
    const number = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, number);
    return `${kind === "convolution" ? "conv" : kind}${number}`;
  };
}

/** @throws RangeError when a number does not fit its field */
export function encodeWeights({ nodes, scale, probe }: IntegerNetwork): Uint8Array {
  const to = new ByteWriter();
  for (const byte of magic) to.u8(byte);
  to.u8(scale);
  to.u16(probe + 1);
  to.u16(nodes.length);
  for (const node of nodes) writeNode(to, node);
  return to.bytes();
}

function writeNode(to: ByteWriter, node: IntegerNode): void {
  to.u8(kinds.indexOf(node.kind));
  if (node.kind === "convolution") writeConvolution(to, node);
  else if (node.kind === "add") writeAdd(to, node);
  else {
    to.u16(node.from + 1);
    if (node.kind === "nearest" || node.kind === "pixels") to.u8(node.scale);
    if (node.kind === "crop") to.u16(node.margin);
  }
}

function writeConvolution(to: ByteWriter, node: Convolution): void {
  to.u16(node.outChannels);
  to.u8(node.padding);
  to.u8(node.fraction);
  to.i32(node.high);
  for (const low of node.low) to.i32(low);
  to.u8(node.slope ? (node.slope.rounds ? 2 : 1) : 0);
  if (node.slope) {
    to.u8(node.slope.shift);
    for (const numerator of node.slope.numerators) to.i32(numerator);
  }
  to.u8(node.parts.length);
  for (const { from, inChannels, weights, bias, shifts } of node.parts) {
    to.u16(from + 1);
    to.u16(inChannels);
    for (const weight of weights) to.small(weight);
    for (const value of bias) to.i32(value);
    for (const shift of shifts) to.u8(shift);
  }
}

function writeAdd(to: ByteWriter, { shift, low, high, terms }: ScaledAdd): void {
  to.u8(shift);
  to.i32(low);
  to.i32(high);
  to.u8(terms.length);
  for (const { from, multiplier } of terms) {
    to.u16(from + 1);
    to.i32(multiplier);
  }
}

/** @throws GraphitiError MODEL_DAMAGED when the bytes are not one whole network */
export function decodeWeights(bytes: Uint8Array): IntegerNetwork {
  if (magic.some((byte, at) => bytes[at] !== byte))
    fail("MODEL_DAMAGED", "The weights do not begin as an integer network does.");
  const from = new ByteReader(bytes, magic.length);
  const scale = from.u8();
  const probe = from.u16() - 1;
  const count = from.u16();
  const nameOf = nodeNames();
  const nodes: IntegerNode[] = [];
  for (let place = 0; place < count; place++) {
    const kind = kinds[from.u8()];
    if (!kind) fail("MODEL_DAMAGED", `Node ${place} of the weights is of an unknown kind.`);
    nodes.push(readNode(from, kind, nameOf(kind)));
  }
  from.end();
  return { nodes, scale, probe };
}

function readNode(from: ByteReader, kind: IntegerNode["kind"], name: string): IntegerNode {
  if (kind === "convolution") return readConvolution(from, name);
  if (kind === "add") return readAdd(from, name);
  const place = from.u16() - 1;
  if (kind === "nearest" || kind === "pixels") return { kind, name, from: place, scale: from.u8() };
  if (kind === "crop") return { kind, name, from: place, margin: from.u16() };
  return { kind, name, from: place };
}

function readConvolution(from: ByteReader, name: string): Convolution {
  const outChannels = from.u16();
  const padding = from.u8() as 0 | 1;
  const fraction = from.u8();
  const high = from.i32();
  const integers = () => Int32Array.from({ length: outChannels }, () => from.i32());
  const low = integers();
  const bends = from.u8();
  const rounds = bends === 2 ? { rounds: true as const } : {};
  const slope = bends > 0 ? { shift: from.u8(), numerators: integers(), ...rounds } : undefined;
  const parts = Array.from({ length: from.u8() }, (): ConvolutionPart => {
    const place = from.u16() - 1;
    const inChannels = from.u16();
    const count = outChannels * inChannels * kernelSize ** 2;
    from.expect(count);
    const weights = new Int32Array(count);
    for (let at = 0; at < weights.length; at++) weights[at] = from.small();
    const bias = integers();
    const shifts = Uint8Array.from({ length: outChannels }, () => from.u8());
    return { from: place, inChannels, weights, bias, shifts };
  });
  return { kind: "convolution", name, outChannels, padding, fraction, high, low, slope, parts };
}

function readAdd(from: ByteReader, name: string): ScaledAdd {
  const shift = from.u8();
  const low = from.i32();
  const high = from.i32();
  const terms = Array.from({ length: from.u8() }, () => ({ from: from.u16() - 1, multiplier: from.i32() }));
  return { kind: "add", name, terms, shift, low, high };
}
