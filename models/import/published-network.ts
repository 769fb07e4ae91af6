import { fail } from "@graphiti/protocol/errors.ts";
import type { FloatConvolution, FloatNetwork, FloatNode } from "../float-network.ts";
import { tilePlace } from "../integer-network.ts";
import { nodeNames } from "../weight-blob.ts";
import { type NcnnConvolution, type NcnnLayer, readTopology, tileTensor } from "./ncnn-topology.ts";
import { type NcnnWeights, readWeights } from "./ncnn-weights.ts";
import type { SourceFiles } from "./source-files.ts";
import { toSubpixelConvolution } from "./subpixel.ts";

/** Where a tensor is: one node's output, or several one after the other; and how much larger than the tile. */
type Tensor = { inputs: FloatConvolution["inputs"]; scale: number };

type Input = FloatConvolution["inputs"][number];
type Unnamed<T> = T extends FloatNode ? Omit<T, "name"> : never;
type Add = (node: Unnamed<FloatNode>, channels: number, scale: number) => Tensor;

/** A published network as 3×3 convolutions, sums and enlargements: pixels are 0 … 1, RGB. */
export function publishedNetwork(files: SourceFiles): FloatNetwork {
  const layers = readTopology(files.topology);
  const read = readWeights(files.weights, layers);
  const tensors = new Map<string, Tensor>([
    [tileTensor, { inputs: [{ from: tilePlace, channels: 3 }], scale: 1 }],
  ]);
  const nodes: FloatNode[] = [];
  const nameOf = nodeNames();
  const add: Add = (node, channels, scale) => {
    nodes.push({ ...node, name: nameOf(node.kind) } as FloatNode);
    return { inputs: [{ from: nodes.length - 1, channels }], scale };
  };
  for (const layer of layers) {
    const sources = layer.inputs.map((name) => tensors.get(name) as Tensor);
    const weights = read.get(layer.name) as NcnnWeights;
    tensors.set(layer.output, readLayer(layer, sources, weights, nodes, add));
  }
  const last = tensors.get(layers.at(-1)?.output ?? "") as Tensor;
  if (last.inputs[0]?.channels !== 3) fail("MODEL_SOURCE", "The network does not end in three colours.");
  return { nodes, scale: last.scale, unit: 1 / 255 };
}

function readLayer(
  layer: NcnnLayer,
  sources: Tensor[],
  weights: NcnnWeights,
  nodes: FloatNode[],
  add: Add,
): Tensor {
  const [source] = sources as [Tensor];
  const { scale } = source;
  if (layer.kind === "concat") return { inputs: sources.flatMap(({ inputs }) => inputs), scale };
  if (layer.kind === "convolution") {
    const node = toConvolution(layer, layer.name, source, weights);
    return add(node, node.outChannels, scale);
  }
  const [only, ...others] = source.inputs as [Input];
  if (others.length > 0) fail("MODEL_SOURCE", `Layer ${layer.name} reads several layers at once.`);
  const { from, channels } = only;
  switch (layer.kind) {
    case "deconvolution": {
      const node = toSubpixelConvolution(layer, layer.name, weights, only);
      const [blocks] = add(node, node.outChannels, scale).inputs as [Input];
      return add({ kind: "pixels", from: blocks.from, scale: 2 }, layer.outChannels, scale * 2);
    }
    case "prelu": {
      const before = nodes[from];
      if (before?.kind !== "convolution" || before.slopes || weights.weights.length !== channels)
        fail("MODEL_SOURCE", `Layer ${layer.name} does not follow a convolution that fits it.`);
      before.slopes = weights.weights;
      return source;
    }
    case "pixelShuffle":
      return add(
        { kind: "pixels", from, scale: layer.scale },
        channels / layer.scale ** 2,
        scale * layer.scale,
      );
    case "nearest":
      return add({ kind: "nearest", from, scale: layer.scale }, channels, scale * layer.scale);
    case "sum": {
      const terms = sources.map(({ inputs }, at) => {
        return { from: (inputs[0] as Input).from, factor: layer.factors[at] as number };
      });
      return add({ kind: "add", terms }, channels, scale);
    }
  }
}

function toConvolution(layer: NcnnConvolution, name: string, { inputs }: Tensor, read: NcnnWeights) {
  const { outChannels, kernel, stride, padding, slope } = layer;
  const inChannels = inputs.reduce((sum, { channels }) => sum + channels, 0);
  if (kernel !== 3 || stride !== 1 || (padding !== 0 && padding !== 1))
    fail("MODEL_SOURCE", `Layer ${name} is not a 3×3 convolution with a padding of 0 or 1.`);
  if (layer.weightCount !== outChannels * inChannels * 9)
    fail(
      "MODEL_SOURCE",
      `Layer ${name} has ${layer.weightCount} weights, which fit no ${inChannels} channels.`,
    );
  const slopes = slope === undefined ? undefined : new Float32Array(outChannels).fill(slope);
  return { kind: "convolution" as const, inputs, outChannels, padding: padding as 0 | 1, ...read, slopes };
}
