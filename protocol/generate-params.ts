import { bytesToHex, type Hex, hexToBytes, isHex, size } from "viem";
import { fail } from "./errors.ts";

/** Palettes by number, for people. Both generators know the same ones. */
export const paletteNames = [
  "Ember",
  "Lagoon",
  "Sakura",
  "Verdigris",
  "Nocturne",
  "Terracotta",
  "Aurora",
  "Ultramarine",
  "Saffron",
  "Orchid",
  "Glacier",
  "Bauhaus",
] as const;

/** Symmetries by number, for people. */
export const symmetryNames = ["None", "Mirror", "Fourfold", "Sixfold", "Eightfold"] as const;

/** Complexity goes from 0, a few large shapes, to this. */
export const largestComplexity = 9;

/** Variation goes from 0, the seed itself, to this: cousins of the same picture. */
export const largestVariation = 255;

/**
 * What a generated picture is made from, besides its size. The bytes 0 … 15 of a job's 32 `params` are the seed,
 * 16 the palette, 17 the complexity, 18 the symmetry, 19 the variation; the rest are zero.
 */
export type GenerateParams = {
  /** 16 bytes */
  seed: Hex;
  /** Place in {@link paletteNames} */
  palette: number;
  complexity: number;
  /** Place in {@link symmetryNames} */
  symmetry: number;
  variation: number;
};

const seedBytes = 16;
const limits = [
  ["palette", paletteNames.length - 1],
  ["complexity", largestComplexity],
  ["symmetry", symmetryNames.length - 1],
  ["variation", largestVariation],
] as const;

/**
 * The 32 bytes of `params` in a generate job's terms, which are also what is stored as its input.
 * @throws GraphitiError PARAMS_INVALID, naming the parameter
 */
export function encodeGenerateParams(params: GenerateParams): Hex {
  if (!isHex(params.seed) || size(params.seed) !== seedBytes || params.seed.length !== 2 + 2 * seedBytes)
    fail(
      "PARAMS_INVALID",
      `A seed is ${seedBytes} bytes in hexadecimal, not "${String(params.seed).slice(0, 80)}".`,
    );
  const bytes = new Uint8Array(32);
  bytes.set(hexToBytes(params.seed));
  for (const [at, [name, largest]] of limits.entries()) {
    checkRange(name, params[name], largest);
    bytes[seedBytes + at] = params[name];
  }
  return bytesToHex(bytes);
}

/** @throws GraphitiError PARAMS_INVALID for bytes that {@link encodeGenerateParams} cannot give */
export function decodeGenerateParams(encoded: Hex): GenerateParams {
  if (!isHex(encoded) || encoded.length !== 66)
    fail("PARAMS_INVALID", "The parameters of a generated picture are 32 bytes.");
  const bytes = hexToBytes(encoded);
  for (const [at, [name, largest]] of limits.entries())
    checkRange(name, bytes[seedBytes + at] as number, largest);
  if (bytes.subarray(seedBytes + limits.length).some((byte) => byte !== 0))
    fail("PARAMS_INVALID", "The last 12 bytes of a generated picture's parameters must be zero.");
  const [palette, complexity, symmetry, variation] = bytes.subarray(seedBytes) as unknown as [
    number,
    number,
    number,
    number,
  ];
  return { seed: bytesToHex(bytes.subarray(0, seedBytes)), palette, complexity, symmetry, variation };
}

function checkRange(name: string, value: number, largest: number): void {
  if (!Number.isInteger(value) || value < 0 || value > largest)
    fail("PARAMS_INVALID", `The ${name} must be a whole number from 0 to ${largest}, not ${value}.`);
}
