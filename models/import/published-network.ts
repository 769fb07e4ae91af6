import { fail } from "@graphiti/protocol/errors.ts";
import type { FloatLayer, FloatNetwork } from "../float-network.ts";
import { type NcnnLayer, readTopology } from "./ncnn-topology.ts";
import { type NcnnWeights, readWeights } from "./ncnn-weights.ts";
import type { SourceFiles } from "./source-files.ts";
import { toSubpixelConvolution } from "./subpixel.ts";

/** The published upconv_7 as a chain of 3×3 convolutions: pixels are 0 … 1, RGB. */
export function publishedNetwork(files: SourceFiles): FloatNetwork {
  const topology = readTopology(files.topology);
  const weights = readWeights(files.weights, topology);
  let channels = 3;
  const layers = topology.map((layer, at) => {
    const float = toFloatLayer(layer, weights[at] as NcnnWeights, channels, at === topology.length - 1);
    channels = float.outChannels;
    return { ...float, name: `conv${at + 1}` };
  });
  return { layers, scale: 2, unit: 1 / 255 };
}

function toFloatLayer(layer: NcnnLayer, read: NcnnWeights, inChannels: number, last: boolean): FloatLayer {
  const { name, outChannels, kernel, slope } = layer;
  if (layer.weightCount !== outChannels * inChannels * kernel ** 2)
    fail(
      "MODEL_SOURCE",
      `Layer ${name} has ${layer.weightCount} weights, which fit no ${inChannels} channels.`,
    );
  if ((layer.kind === "deconvolution") !== last)
    fail("MODEL_SOURCE", `Layer ${name} is not what upconv_7 has in its place.`);
  if (last) return toSubpixelConvolution(layer, read, inChannels);
  if (kernel !== 3 || layer.stride !== 1 || layer.padding !== 0)
    fail("MODEL_SOURCE", `Layer ${name} is not a 3×3 convolution without padding.`);
  return { name, inChannels, outChannels, ...read, slope };
}
