import {
  type GenerateParams,
  largestComplexity,
  largestVariation,
  paletteNames,
  symmetryNames,
} from "@graphiti/protocol/generate-params.ts";
import * as fc from "fast-check";

export const anyParams: fc.Arbitrary<GenerateParams> = fc.record(
  {
    seed: fc
      .uint8Array({ minLength: 16, maxLength: 16 })
      .map((bytes) => `0x${Buffer.from(bytes).toString("hex")}` as const),
    palette: fc.nat(paletteNames.length - 1),
    complexity: fc.nat(largestComplexity),
    symmetry: fc.nat(symmetryNames.length - 1),
    variation: fc.nat(largestVariation),
  },
  { noNullPrototype: true },
);
