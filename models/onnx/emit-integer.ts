import { type IntegerLayer, type IntegerNetwork, kernelSize } from "../integer-network.ts";
import { convolution, depthToSpace, opset } from "./convolution.ts";
import { GraphBuilder } from "./graph-builder.ts";

/** Names of the tensors that go in and come out. */
export const tensorNames = { pixels: "pixels", result: "result", probe: "probe" } as const;

/**
 * An ONNX model that computes an integer network in float32 without ever rounding.
 *
 * Input `pixels` [1, 3, h, w], integers 0 … 255. Outputs `result` [1, 3, scale·(h − 2·halo), scale·(w − 2·halo)],
 * integers 0 … 255, and `probe`, the last hidden layer.
 */
export function emitInteger(network: IntegerNetwork): Uint8Array {
  const graph = new GraphBuilder();
  let value = graph.input(tensorNames.pixels, [1, 3, "height", "width"]);
  const last = network.layers.length - 1;
  for (const [at, layer] of network.layers.entries())
    value = emitLayer(graph, layer, value, at === last - 1 ? tensorNames.probe : layer.name);
  depthToSpace(graph, value, tensorNames.result, network.scale);
  graph.output(tensorNames.result, [1, 3, "resultHeight", "resultWidth"]);
  const probeChannels = network.layers[last - 1]?.outChannels ?? 3;
  graph.output(tensorNames.probe, [1, probeChannels, "probeHeight", "probeWidth"]);
  return graph.encode("integer", opset);
}

/**
 * Clamping before the floor instead of after it is the same for integer limits, and lets a runtime do it
 * inside the convolution: one pass over memory less.
 */
function emitLayer(graph: GraphBuilder, layer: IntegerLayer, input: string, output: string): string {
  const { name, slope } = layer;
  const fan = layer.inChannels * kernelSize ** 2;
  const unit = (c: number) => 2 ** -(layer.shifts[c] ?? 0);
  const weights = Float32Array.from(layer.weights, (weight, at) => weight * unit(Math.floor(at / fan)));
  const bias = Float32Array.from(layer.bias, (value, c) => value * unit(c));
  const sum = convolution(graph, { ...layer, weights, bias }, input, `${name}.sum`);
  const low = graph.constant(`${name}.low`, [], Float32Array.of(layer.low));
  const high = graph.constant(`${name}.high`, [], Float32Array.of(layer.high));
  const clamped = graph.operator("Clip", `${name}.clamped`, [sum, low, high]);
  if (!slope) return graph.operator("Floor", output, [clamped]);
  const whole = graph.operator("Floor", `${name}.whole`, [clamped]);
  const alpha = { float: slope.numerator / 2 ** slope.shift };
  const bent = graph.operator("LeakyRelu", `${name}.bent`, [whole], { alpha });
  return graph.operator("Floor", output, [bent]);
}
