import type { GenerateParams } from "@graphiti/protocol/generate-params.ts";
import { paperGrain } from "../paper-grain.ts";
import { checkArea, type Picture, type Rect } from "../picture-area.ts";
import { cornerCoordinates } from "./coordinates.ts";
import { layerInputs } from "./layer-inputs.ts";
import { dreamPlan } from "./plan.ts";
import { features } from "./shape.ts";

/** A float32 tensor of any runtime, before it is one. */
export type Feed = { dims: number[]; values: Float32Array };

/**
 * What the ONNX model of a dream takes for a tile, by name.
 * @throws GraphitiError PARAMS_INVALID; RangeError for a part that is not in the picture
 */
export function tileFeeds(params: GenerateParams, picture: Picture, rect: Rect): Record<string, Feed> {
  checkArea(picture, rect);
  const { network, colours } = dreamPlan(params, picture);
  const feed = (dims: number[], values: Int32Array): Feed => ({ dims, values: Float32Array.from(values) });
  const coordinates = cornerCoordinates(network, params.symmetry, picture, rect);
  const feeds: Record<string, Feed> = {
    coordinates: feed([1, features, rect.height + 1, rect.width + 1], coordinates),
    grain: feed([1, 1, rect.height, rect.width], paperGrain(params, picture, rect)),
    colours: { dims: [3, colours.length], values: planesOf(colours) },
  };
  for (const [at, layer] of [...network.hidden, network.output].entries()) {
    const [weights, bias] = layerInputs(at);
    feeds[weights] = feed([layer.outChannels, layer.inChannels, 1, 1], layer.weights);
    feeds[bias] = feed([layer.outChannels], layer.bias);
  }
  return feeds;
}

function planesOf(colours: Int32Array): Float32Array {
  const count = colours.length;
  const planes = new Float32Array(3 * count);
  for (let at = 0; at < count; at++) {
    const colour = colours[at] as number;
    planes[at] = colour >> 16;
    planes[count + at] = (colour >> 8) & 255;
    planes[2 * count + at] = colour & 255;
  }
  return planes;
}
