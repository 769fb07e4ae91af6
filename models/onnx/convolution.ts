import { kernelSize } from "../integer-network.ts";
import type { GraphBuilder } from "./graph-builder.ts";

export const opset = 17;

/** A 3×3 convolution of constants that are in the graph already. */
export function convolution(
  graph: GraphBuilder,
  output: string,
  padding: 0 | 1,
  inputs: { values: string; weights: string; bias: string },
): string {
  const pads: { pads?: number[] } = padding === 0 ? {} : { pads: new Array<number>(4).fill(padding) };
  return graph.operator("Conv", output, [inputs.values, inputs.weights, inputs.bias], {
    kernel_shape: [kernelSize, kernelSize],
    ...pads,
  });
}

/** Channel c·scale² + dy·scale + dx becomes the pixel at offset (dx, dy) of colour c. */
export function depthToSpace(graph: GraphBuilder, input: string, output: string, scale: number): string {
  return graph.operator("DepthToSpace", output, [input], { blocksize: { int: scale }, mode: "CRD" });
}

/** Each pixel becomes a block of scale × scale pixels like it. */
export function nearest(graph: GraphBuilder, input: string, output: string, scale: number): string {
  const scales = graph.constant(`${output}.scales`, [4], Float32Array.of(1, 1, scale, scale));
  return graph.operator("Resize", output, [input, "", scales], {
    mode: "nearest",
    coordinate_transformation_mode: "asymmetric",
    nearest_mode: "floor",
  });
}

/** Mean of each block of 2×2 pixels; what is left over at the right and at the bottom is dropped. */
export function blockMean(graph: GraphBuilder, input: string, output: string): string {
  return graph.operator("AveragePool", output, [input], { kernel_shape: [2, 2], strides: [2, 2] });
}

export function crop(graph: GraphBuilder, input: string, output: string, margin: number): string {
  const starts = graph.integers(`${output}.starts`, [margin, margin]);
  const ends = graph.integers(`${output}.ends`, [-margin, -margin]);
  const axes = graph.integers(`${output}.axes`, [2, 3]);
  return graph.operator("Slice", output, [input, starts, ends, axes]);
}
