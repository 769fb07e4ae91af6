import {
  encodeGenerateParams,
  type GenerateParams,
  paletteNames,
} from "@graphiti/protocol/generate-params.ts";
import { bytesOf, hueOf, hues, lights, lit, mix, squaresOf } from "../colour-table.ts";
import { latticeHash } from "../lattice-noise.ts";
import { palettes } from "../palettes.ts";
import { SeedStream } from "../seed-stream.ts";
import constants from "./constants.json" with { type: "json" };
import { type FlowField, flowField } from "./field.ts";
import { noiseSide } from "./streaks.ts";

/** What all tiles of a picture share, whatever its size. */
export type FlowPlan = {
  field: FlowField;
  /** [noiseSide][noiseSide], −127 … 127 */
  noise: Int8Array;
  salt: number;
  /** Where on the palette's circle the picture starts, and how much of it it takes. */
  hueStart: number;
  hueSpan: number;
  /** How far pigment covers the ground: more is more. */
  cover: number;
  /** Light of the pigments: paper is lighter than what is painted on it, a dark ground darker. */
  middle: number;
  /** [lights][hues] as 0xRRGGBB */
  colours: Int32Array;
  /** [lights] as 0xRRGGBB */
  ground: Int32Array;
};

const { darkMiddle, lightMiddle, crispness } = constants.style;
const hueSpan = constants.style.hueSpan as [number, number];
const cover = constants.style.cover as [number, number];

let known: { key: string; plan: FlowPlan } | undefined;

/**
 * Tiles follow each other, so the last plan is kept.
 * @throws GraphitiError PARAMS_INVALID
 */
export function flowPlan(params: GenerateParams): FlowPlan {
  const key = encodeGenerateParams(params);
  if (known?.key === key) return known.plan;
  const style = new SeedStream("flow style", params.seed);
  const salt = style.word() | 0;
  const noise = Int8Array.from({ length: noiseSide ** 2 }, (_, at) => latticeHash(at, 7, salt) >> 24 || 1);
  const palette = palettes[paletteNames[params.palette] as (typeof paletteNames)[number]];
  const dark = style.below(2) === 0;
  const plan = {
    field: flowField(params),
    noise,
    salt,
    hueStart: style.below(hues),
    hueSpan: style.between(...hueSpan),
    cover: style.between(...cover),
    middle: dark ? darkMiddle : lightMiddle,
    colours: new Int32Array(lights * hues),
    ground: new Int32Array(lights),
  };
  const ground = mix(
    squaresOf(dark ? palette.shadow : palette.light),
    squaresOf(palette.colours[dark ? 0 : 4] as number),
    dark ? 90 : 150,
  );
  for (let light = 0; light < lights; light++) {
    plan.ground[light] = packed(lit(palette, ground, light));
    for (let hue = 0; hue < hues; hue++)
      plan.colours[light * hues + hue] = packed(lit(palette, hueOf(palette, hue, crispness), light));
  }
  known = { key, plan };
  return plan;
}

function packed(colour: [number, number, number]): number {
  const [red, green, blue] = bytesOf(colour);
  return (red << 16) | (green << 8) | blue;
}
