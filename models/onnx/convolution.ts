import { kernelSize } from "../integer-network.ts";
import type { GraphBuilder } from "./graph-builder.ts";

export const opset = 17;

type FloatConvolution = {
  name: string;
  inChannels: number;
  outChannels: number;
  /** [outChannels][inChannels][3][3] */
  weights: Float32Array;
  /** [outChannels] */
  bias: Float32Array;
};

/** A 3×3 convolution without padding. */
export function convolution(
  graph: GraphBuilder,
  layer: FloatConvolution,
  input: string,
  output: string,
): string {
  const dims = [layer.outChannels, layer.inChannels, kernelSize, kernelSize];
  const weights = graph.constant(`${layer.name}.weights`, dims, layer.weights);
  const bias = graph.constant(`${layer.name}.bias`, [layer.outChannels], layer.bias);
  return graph.operator("Conv", output, [input, weights, bias], { kernel_shape: [kernelSize, kernelSize] });
}

/** Channel c·scale² + dy·scale + dx becomes the pixel at offset (dx, dy) of colour c. */
export function depthToSpace(graph: GraphBuilder, input: string, output: string, scale: number): string {
  return graph.operator("DepthToSpace", output, [input], { blocksize: { int: scale }, mode: "CRD" });
}
