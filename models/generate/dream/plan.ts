import { encodeGenerateParams, type GenerateParams } from "@graphiti/protocol/generate-params.ts";
import type { Picture } from "../picture-area.ts";
import { deriveNetwork } from "./derive-network.ts";
import { dreamColours } from "./dream-colours.ts";
import { checkDream } from "./prove-dream.ts";
import type { DreamNetwork } from "./shape.ts";

/** What all tiles of a picture share. */
export type DreamPlan = {
  network: DreamNetwork;
  /** [lights][hues] as 0xRRGGBB */
  colours: Int32Array;
};

let known: { key: string; plan: DreamPlan } | undefined;

/**
 * Draws a picture's network and mixes its colours; tiles follow each other, so the last plan is kept.
 * @throws GraphitiError PARAMS_INVALID
 */
export function dreamPlan(params: GenerateParams, picture: Picture): DreamPlan {
  const longerSide = Math.max(picture.width, picture.height);
  const key = `${encodeGenerateParams(params)} ${longerSide}`;
  if (known?.key === key) return known.plan;
  const plan = { network: deriveNetwork(params), colours: dreamColours(params, longerSide) };
  checkDream(plan.network);
  known = { key, plan };
  return plan;
}
