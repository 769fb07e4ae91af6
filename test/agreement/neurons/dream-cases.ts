import { cornerCoordinates } from "@graphiti/models/generate/dream/coordinates.ts";
import { deriveNetwork } from "@graphiti/models/generate/dream/derive-network.ts";
import { runNetwork } from "@graphiti/models/generate/dream/run-network.ts";
import {
  type DreamLayer,
  features,
  group,
  hidden,
  outputShift,
  outputs,
} from "@graphiti/models/generate/dream/shape.ts";
import { largestComplexity, symmetryNames } from "@graphiti/protocol/generate-params.ts";
import { toHex } from "viem";
import type { Dice } from "../protocol/cases.ts";
import { big, type Neuron } from "./neuron-cases.ts";

type Values = { values: ArrayLike<number>; channels: number };
export type Dream = { count: number; layers: { layer: DreamLayer; input: Values; result: Values }[] };

/** Each layer of a dream's network with what goes in and comes out, at every corner of a small picture. */
export function layersOfDream(dice: Dice): Dream {
  const symmetry = dice.between(0, symmetryNames.length - 1);
  const network = deriveNetwork({
    seed: toHex(dice.bits(128), { size: 16 }),
    palette: 0,
    complexity: dice.between(0, largestComplexity),
    symmetry,
    variation: dice.between(0, 255),
  });
  const picture = { width: 9, height: 6 };
  const count = (picture.width + 1) * (picture.height + 1);
  const coordinates = cornerCoordinates(network, symmetry, picture, { x: 0, y: 0, ...picture });
  let input: Values = { values: coordinates, channels: features };
  const layers = network.hidden.map((layer, at) => {
    const { last } = runNetwork({ ...network, hidden: network.hidden.slice(0, at + 1) }, coordinates, count);
    const one = { layer, input, result: { values: last, channels: hidden } };
    input = one.result;
    return one;
  });
  const { out } = runNetwork(network, coordinates, count);
  return {
    count,
    layers: [...layers, { layer: network.output, input, result: { values: out, channels: outputs } }],
  };
}

export function drawDreamNeuron(dice: Dice, { count, layers }: Dream): Neuron {
  const place = dice.between(0, layers.length - 1);
  const { layer, input, result } = layers[place] as Dream["layers"][number];
  const channel = dice.between(0, result.channels - 1);
  const at = dice.between(0, count - 1);
  const { inChannels } = layer;
  const sum = {
    weights: big(layer.weights.subarray(channel * inChannels, (channel + 1) * inChannels)),
    inputs: Array.from({ length: inChannels }, (_, i) => BigInt(input.values[i * count + at] as number)),
    bias: BigInt(layer.bias[channel] as number),
  };
  const answer = result.values[channel * count + at] as number;
  if (place < layers.length - 1)
    return { kind: "wave", given: { ...sum, wave: Math.floor(channel / group) }, answer };
  return { kind: "output", given: { ...sum, shift: BigInt(outputShift), low: 0n, high: 0n }, answer };
}
