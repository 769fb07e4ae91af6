import type { GenerateParams } from "@graphiti/protocol/generate-params.ts";
import type { Picture, Rect } from "./picture-area.ts";

/** The tile whose digests a generating service pins: large enough a picture that every octave of detail is in it. */
export const generatedConformance: { params: GenerateParams; picture: Picture; rect: Rect } = {
  params: {
    seed: "0x000102030405060708090a0b0c0d0e0f",
    palette: 3,
    complexity: 4,
    symmetry: 1,
    variation: 5,
  },
  picture: { width: 4096, height: 2600 },
  rect: { x: 60, y: 2000, width: 33, height: 21 },
};
