import type { GenerateParams } from "@graphiti/protocol/generate-params.ts";
import { paperGrain } from "../paper-grain.ts";
import { checkArea, type GeneratedTile, type Picture, type Rect } from "../picture-area.ts";
import { accumulate, planes } from "./accumulate.ts";
import { colourPixels } from "./colour-pixels.ts";
import { flowPlan } from "./plan.ts";

/**
 * A part of a flow in whole numbers: this is its definition. The probe is the sums of each pixel before colouring,
 * [4][height][width].
 * @throws GraphitiError PARAMS_INVALID; RangeError for a part that is not in the picture
 */
export function renderTile(params: GenerateParams, picture: Picture, rect: Rect): GeneratedTile {
  checkArea(picture, rect);
  const plan = flowPlan(params);
  const sums = accumulate(plan, params.symmetry, picture, rect);
  const grain = paperGrain(params, picture, rect);
  const longer = Math.max(picture.width, picture.height);
  return {
    pixels: colourPixels(plan, sums, grain, longer, rect.width, rect.height),
    probe: withoutLast(sums, rect.width, rect.height),
  };
}

function withoutLast(sums: Int16Array, width: number, height: number): Int16Array {
  const probe = new Int16Array(planes * width * height);
  for (let c = 0; c < planes; c++)
    for (let y = 0; y < height; y++) {
      const from = (c * (height + 1) + y) * (width + 1);
      probe.set(sums.subarray(from, from + width), (c * height + y) * width);
    }
  return probe;
}
