import type { GenerateParams } from "@graphiti/protocol/generate-params.ts";
import { paperGrain } from "../paper-grain.ts";
import { checkArea, type GeneratedTile, type Picture, type Rect } from "../picture-area.ts";
import { colourPixels } from "./colour-pixels.ts";
import { cornerCoordinates } from "./coordinates.ts";
import { dreamPlan } from "./plan.ts";
import { runNetwork } from "./run-network.ts";
import { hidden } from "./shape.ts";

/**
 * A part of a dream in whole numbers: the definition that the ONNX model is held to. The probe is the last hidden
 * layer at the top left corner of each pixel, [24][height][width].
 * @throws GraphitiError PARAMS_INVALID; RangeError for a part that is not in the picture
 */
export function renderTile(params: GenerateParams, picture: Picture, rect: Rect): GeneratedTile {
  checkArea(picture, rect);
  const { network, colours } = dreamPlan(params, picture);
  const corners = (rect.width + 1) * (rect.height + 1);
  const coordinates = cornerCoordinates(network, params.symmetry, picture, rect);
  const { last, out } = runNetwork(network, coordinates, corners);
  const pixels = colourPixels(out, paperGrain(params, picture, rect), colours, rect.width, rect.height);
  return { pixels, probe: withoutLastCorners(last, rect.width, rect.height) };
}

function withoutLastCorners(corners: Int16Array, width: number, height: number): Int16Array {
  const probe = new Int16Array(hidden * width * height);
  for (let c = 0; c < hidden; c++)
    for (let y = 0; y < height; y++) {
      const from = (c * (height + 1) + y) * (width + 1);
      probe.set(corners.subarray(from, from + width), (c * height + y) * width);
    }
  return probe;
}
