import type { FloatConvolution, FloatNetwork, FloatNode } from "../float-network.ts";
import { kernelSize, tilePlace } from "../integer-network.ts";
import { blockMean, convolution, crop, depthToSpace, nearest, opset } from "./convolution.ts";
import { tensorNames } from "./emit-integer.ts";
import { GraphBuilder } from "./graph-builder.ts";

/**
 * The same graph in plain float32: the control of the benchmark, and the source of calibration statistics.
 * Input `pixels` is in the network's own unit. With `exposeHidden`, each convolution before its activation and each
 * addition is an output named after the node.
 */
export function emitFloat(network: FloatNetwork, { exposeHidden = false } = {}): Uint8Array {
  const graph = new GraphBuilder();
  const tile = graph.input(tensorNames.pixels, [1, 3, "height", "width"]);
  const values: string[] = [];
  const outputAt = (place: number) => (place === tilePlace ? tile : (values[place] as string));
  for (const [place, node] of network.nodes.entries()) {
    const last = place === network.nodes.length - 1;
    values.push(emitNode(graph, node, outputAt, last ? tensorNames.result : node.name));
    if (exposeHidden && !last && (node.kind === "convolution" || node.kind === "add"))
      graph.output(node.name, [1, `${node.name}.channels`, `${node.name}.height`, `${node.name}.width`]);
  }
  graph.output(tensorNames.result, [1, 3, "resultHeight", "resultWidth"]);
  return graph.encode("float", opset);
}

function emitNode(
  graph: GraphBuilder,
  node: FloatNode,
  outputAt: (place: number) => string,
  output: string,
): string {
  switch (node.kind) {
    case "convolution":
      return emitConvolution(graph, node, outputAt, output);
    case "add": {
      const terms = node.terms.map(({ from, factor }, at) => {
        if (factor === 1) return outputAt(from);
        const constant = graph.constant(`${node.name}.factor${at + 1}`, [], Float32Array.of(factor));
        return graph.operator("Mul", `${node.name}.term${at + 1}`, [outputAt(from), constant]);
      });
      return graph.operator("Sum", output, terms);
    }
    case "nearest":
      return nearest(graph, outputAt(node.from), output, node.scale);
    case "pixels":
      return depthToSpace(graph, outputAt(node.from), output, node.scale);
    case "mean":
      return blockMean(graph, outputAt(node.from), output);
    case "crop":
      return crop(graph, outputAt(node.from), output, node.margin);
  }
}

function emitConvolution(
  graph: GraphBuilder,
  node: FloatConvolution,
  outputAt: (place: number) => string,
  output: string,
): string {
  const { name, inputs, outChannels, padding, slopes } = node;
  const inChannels = inputs.reduce((sum, { channels }) => sum + channels, 0);
  const dims = [outChannels, inChannels, kernelSize, kernelSize];
  const parts = inputs.map(({ from }) => outputAt(from));
  const [only] = parts as [string];
  const values =
    parts.length === 1 ? only : graph.operator("Concat", `${name}.inputs`, parts, { axis: { int: 1 } });
  const weights = graph.constant(`${name}.weights`, dims, node.weights);
  const bias = graph.constant(`${name}.bias`, [outChannels], node.bias);
  const sum = convolution(graph, output, padding, { values, weights, bias });
  if (!slopes) return sum;
  const alpha = slopes[0] as number;
  if (slopes.every((slope) => slope === alpha))
    return graph.operator("LeakyRelu", `${name}.bent`, [sum], { alpha: { float: alpha } });
  const constant = graph.constant(`${name}.slopes`, [outChannels, 1, 1], slopes);
  return graph.operator("PRelu", `${name}.bent`, [sum, constant]);
}
