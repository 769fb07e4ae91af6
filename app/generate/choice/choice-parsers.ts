import { linkWord } from "@graphiti/protocol/generate-link.ts";
import {
  largestComplexity,
  largestVariation,
  paletteNames,
  symmetryNames,
} from "@graphiti/protocol/generate-params.ts";
import { maxGeneratedSide } from "@graphiti/protocol/quote.ts";
import { createParser, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { firstChoice, generators } from "./choice.ts";

const named = (names: readonly string[]) =>
  createParser<number>({
    parse(word) {
      const at = names.findIndex((name) => linkWord(name) === word.toLowerCase());
      return at < 0 ? null : at;
    },
    serialize: (at) => linkWord(names[at] ?? ""),
  });

const whole = (least: number, most: number) =>
  createParser<number>({
    parse: (text) =>
      /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : null,
    serialize: String,
  });

/** A choice in the page's address: twin of `generateLink`. What is missing or malformed is as in the first choice. */
export const choiceParsers = {
  service: parseAsStringLiteral(generators).withDefault(firstChoice.service),
  seed: parseAsString.withDefault(firstChoice.seed),
  palette: named(paletteNames).withDefault(firstChoice.palette),
  complexity: whole(0, largestComplexity).withDefault(firstChoice.complexity),
  symmetry: named(symmetryNames).withDefault(firstChoice.symmetry),
  variation: whole(0, largestVariation).withDefault(firstChoice.variation),
  width: whole(1, maxGeneratedSide).withDefault(firstChoice.width),
  height: whole(1, maxGeneratedSide).withDefault(firstChoice.height),
};
