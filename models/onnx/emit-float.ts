import type { FloatNetwork } from "../float-network.ts";
import { convolution, depthToSpace, opset } from "./convolution.ts";
import { tensorNames } from "./emit-integer.ts";
import { GraphBuilder } from "./graph-builder.ts";

/**
 * The same graph in plain float32: the control of the benchmark, and the source of calibration statistics.
 * Input `pixels` is in the network's own unit. With `exposeHidden`, each hidden layer before its activation is an
 * output named after the layer.
 */
export function emitFloat(network: FloatNetwork, { exposeHidden = false } = {}): Uint8Array {
  const graph = new GraphBuilder();
  let value = graph.input(tensorNames.pixels, [1, 3, "height", "width"]);
  for (const layer of network.layers) {
    const sum = convolution(graph, layer, value, layer.name);
    if (exposeHidden && layer !== network.layers.at(-1))
      graph.output(sum, [1, layer.outChannels, `${sum}.height`, `${sum}.width`]);
    value =
      layer.slope === undefined
        ? sum
        : graph.operator("LeakyRelu", `${sum}.bent`, [sum], { alpha: { float: layer.slope } });
  }
  depthToSpace(graph, value, tensorNames.result, network.scale);
  graph.output(tensorNames.result, [1, 3, "resultHeight", "resultWidth"]);
  return graph.encode("float", opset);
}
