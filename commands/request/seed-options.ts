import { fail } from "@graphiti/protocol/errors.ts";
import { linkWord, usualParams } from "@graphiti/protocol/generate-link.ts";
import {
  encodeGenerateParams,
  type GenerateParams,
  paletteNames,
  symmetryNames,
} from "@graphiti/protocol/generate-params.ts";
import { maxGeneratedSide } from "@graphiti/protocol/quote.ts";
import { seedFromText } from "@graphiti/protocol/seed-text.ts";

/** A picture that is generated instead of read from a file. Size in pixels. */
export type SeedSource = { seed: string; params: GenerateParams; width: number; height: number };

/** What only generating services take, as typed. */
export const seedOptions = ["seed", "size", "palette", "complexity", "symmetry", "variation"] as const;
export type SeedValues = Partial<Record<(typeof seedOptions)[number], string>>;

const words = (names: readonly string[]) => names.map(linkWord).join(", ");

export const seedHelp = `  --seed SEED          a number or some words
  --size WIDTHxHEIGHT  pixels, up to ${maxGeneratedSide} a side (default 1024x1024)
  --palette NAME       ${words(paletteNames.slice(0, 6))},
                       ${words(paletteNames.slice(6))}
  --complexity NUMBER  0 to 9    --variation NUMBER  0 to 255
  --symmetry NAME      ${words(symmetryNames)}`;

function placeOf(option: string, names: readonly string[], name: string | undefined, usual: number): number {
  if (name === undefined) return usual;
  const at = names.findIndex((each) => linkWord(each) === name.toLowerCase());
  return at >= 0 ? at : fail("BAD_INPUT", `--${option} must be one of: ${words(names)}.`);
}

/** What is no whole number is left to the strict check of all parameters. */
const numberOf = (text: string | undefined, usual: number): number =>
  text === undefined ? usual : /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;

function sizeOf(text = "1024x1024"): { width: number; height: number } {
  const [, width, height] = /^(\d{1,5})[x×](\d{1,5})$/i.exec(text) ?? [];
  const size = { width: Number(width), height: Number(height) };
  const fits = (side: number) => side >= 1 && side <= maxGeneratedSide;
  if (fits(size.width) && fits(size.height)) return size;
  fail("BAD_INPUT", `--size must be WIDTHxHEIGHT, each from 1 to ${maxGeneratedSide}: --size 1024x768.`);
}

/** @throws BAD_INPUT, PARAMS_INVALID with one sentence */
export function parseSeedSource(values: SeedValues): SeedSource {
  const seed = values.seed ?? fail("BAD_INPUT", "Name a seed: npm run request -- --service dream --seed 7");
  const params: GenerateParams = {
    seed: seedFromText(seed),
    palette: placeOf("palette", paletteNames, values.palette, usualParams.palette),
    complexity: numberOf(values.complexity, usualParams.complexity),
    symmetry: placeOf("symmetry", symmetryNames, values.symmetry, usualParams.symmetry),
    variation: numberOf(values.variation, usualParams.variation),
  };
  encodeGenerateParams(params);
  return { seed: seed.trim(), params, ...sizeOf(values.size) };
}
