import {
  type Convolution,
  type ConvolutionPart,
  channelsAt,
  halfOf,
  type IntegerNetwork,
  type IntegerNode,
  kernelSize,
  type ScaledAdd,
  tilePlace,
} from "../integer-network.ts";
import { blockMean, convolution, crop, depthToSpace, nearest, opset } from "./convolution.ts";
import { GraphBuilder } from "./graph-builder.ts";

/** Names of the tensors that go in and come out. */
export const tensorNames = { pixels: "pixels", result: "result", probe: "probe" } as const;

type Values = (place: number) => string;
/** The names of constants that are in the graph, by the weights that they were made of. */
type Constants = Map<Int32Array, { weights: string; bias: string }>;

/**
 * An ONNX model that computes an integer network in float32 without ever rounding.
 *
 * Input `pixels` [1, 3, h, w], integers 0 … 255. Outputs `result` [1, 3, …], integers 0 … 255, and `probe`, the probed
 * layer. Weights that a network uses twice appear once.
 * @param tiles at a time; of the services it is 1, and another number is another model
 */
export function emitInteger(network: IntegerNetwork, tiles = 1): Uint8Array {
  const graph = new GraphBuilder();
  const { nodes, probe } = network;
  const names = nodes.map(({ name }, place) => (place === probe ? tensorNames.probe : name));
  names[nodes.length - 1] = tensorNames.result;
  const tile = graph.input(tensorNames.pixels, [tiles, 3, "height", "width"]);
  const outputAt = (place: number) => (place === tilePlace ? tile : (names[place] as string));
  const constants: Constants = new Map();
  for (const [place, node] of nodes.entries()) emitNode(graph, node, outputAt, outputAt(place), constants);
  graph.output(tensorNames.result, [tiles, 3, "resultHeight", "resultWidth"]);
  graph.output(tensorNames.probe, [tiles, channelsAt(network, probe), "probeHeight", "probeWidth"]);
  return graph.encode("integer", opset);
}

function emitNode(
  graph: GraphBuilder,
  node: IntegerNode,
  outputAt: Values,
  output: string,
  known: Constants,
) {
  switch (node.kind) {
    case "convolution":
      return emitConvolution(graph, node, outputAt, output, known);
    case "add":
      return emitAdd(graph, node, outputAt, output);
    case "nearest":
      return nearest(graph, outputAt(node.from), output, node.scale);
    case "pixels":
      return depthToSpace(graph, outputAt(node.from), output, node.scale);
    case "mean": {
      const mean = blockMean(graph, outputAt(node.from), `${node.name}.mean`);
      const half = graph.constant(`${node.name}.half`, [], Float32Array.of(0.5));
      return graph.operator("Floor", output, [graph.operator("Add", `${node.name}.moved`, [mean, half])]);
    }
    case "crop":
      return crop(graph, outputAt(node.from), output, node.margin);
  }
}

/**
 * Clamping before the floor instead of after it is the same for integer limits, and lets a runtime do it
 * inside the convolution: one pass over memory less.
 */
function emitConvolution(
  graph: GraphBuilder,
  node: Convolution,
  outputAt: Values,
  output: string,
  known: Constants,
): string {
  const { name, outChannels, slope } = node;
  const lowest = Math.min(...node.low);
  const sum = emitSum(graph, node, outputAt, known);
  const low = graph.constant(`${name}.low`, [], Float32Array.of(lowest));
  const high = graph.constant(`${name}.high`, [], Float32Array.of(node.high));
  let clamped = graph.operator("Clip", `${name}.clamped`, [sum, low, high]);
  if (node.low.some((limit) => limit !== lowest)) {
    const lows = graph.constant(`${name}.lows`, [outChannels, 1, 1], Float32Array.from(node.low));
    clamped = graph.operator("Max", `${name}.limited`, [clamped, lows]);
  }
  if (!slope) return graph.operator("Floor", output, [clamped]);
  const whole = graph.operator("Floor", `${name}.whole`, [clamped]);
  const slopes = Float32Array.from(slope.numerators, (numerator) => numerator / 2 ** slope.shift);
  const [alpha] = slopes as unknown as [number];
  const bent = `${name}.bent`;
  if (slopes.every((one) => one === alpha))
    graph.operator("LeakyRelu", bent, [whole], { alpha: { float: alpha } });
  else graph.operator("PRelu", bent, [whole, graph.constant(`${name}.slopes`, [outChannels, 1, 1], slopes)]);
  if (!slope.rounds) return graph.operator("Floor", output, [bent]);
  const half = graph.constant(`${name}.half`, [], Float32Array.of(halfOf(slope) / 2 ** slope.shift));
  return graph.operator("Floor", output, [graph.operator("Add", `${name}.moved`, [bent, half])]);
}

function emitSum(graph: GraphBuilder, node: Convolution, outputAt: Values, known: Constants): string {
  const { name, parts, padding, fraction } = node;
  const [only] = parts as [ConvolutionPart];
  if (parts.length === 1) {
    const constants = constantsOf(graph, node, only, name, known);
    return convolution(graph, `${name}.sum`, padding, { values: outputAt(only.from), ...constants });
  }
  let total = "";
  for (const [at, part] of parts.entries()) {
    const own = `${name}.part${at + 1}`;
    const constants = constantsOf(graph, node, part, own, known);
    const sum = convolution(graph, `${own}.sum`, padding, { values: outputAt(part.from), ...constants });
    const whole = graph.operator("Floor", own, [sum]);
    total = at === 0 ? whole : graph.operator("Add", `${own}.total`, [total, whole]);
  }
  const unit = graph.constant(`${name}.unit`, [], Float32Array.of(2 ** -fraction));
  return graph.operator("Mul", `${name}.sum`, [total, unit]);
}

/** Weights and bias with the shift folded into them; the ones in the graph already where the network repeats them. */
function constantsOf(
  graph: GraphBuilder,
  { outChannels, fraction }: Convolution,
  part: ConvolutionPart,
  name: string,
  known: Constants,
) {
  const before = known.get(part.weights);
  if (before) return before;
  const fan = part.inChannels * kernelSize ** 2;
  const unit = (c: number) => 2 ** (fraction - (part.shifts[c] as number));
  const weights = new Float32Array(part.weights.length);
  for (let c = 0; c < outChannels; c++) {
    const own = unit(c);
    for (let at = c * fan; at < (c + 1) * fan; at++) weights[at] = (part.weights[at] as number) * own;
  }
  const bias = Float32Array.from(part.bias, (value, c) => value * unit(c));
  const dims = [outChannels, part.inChannels, kernelSize, kernelSize];
  const constants = {
    weights: graph.constant(`${name}.weights`, dims, weights),
    bias: graph.constant(`${name}.bias`, [outChannels], bias),
  };
  known.set(part.weights, constants);
  return constants;
}

function emitAdd(graph: GraphBuilder, node: ScaledAdd, outputAt: Values, output: string): string {
  const { name, terms, shift } = node;
  let total = "";
  for (const [at, { from, multiplier }] of terms.entries()) {
    const factor = multiplier / 2 ** shift;
    let term = outputAt(from);
    if (factor !== 1) {
      const constant = graph.constant(`${name}.factor${at + 1}`, [], Float32Array.of(factor));
      term = graph.operator("Mul", `${name}.term${at + 1}`, [term, constant]);
    }
    total = at === 0 ? term : graph.operator("Add", `${name}.total${at + 1}`, [total, term]);
  }
  if (shift > 0) {
    const half = graph.constant(`${name}.half`, [], Float32Array.of(0.5));
    const moved = graph.operator("Add", `${name}.moved`, [total, half]);
    total = graph.operator("Floor", `${name}.whole`, [moved]);
  }
  const low = graph.constant(`${name}.low`, [], Float32Array.of(node.low));
  const high = graph.constant(`${name}.high`, [], Float32Array.of(node.high));
  return graph.operator("Clip", output, [total, low, high]);
}
