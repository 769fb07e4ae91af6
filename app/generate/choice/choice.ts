import type { GeneratorName } from "@graphiti/models/generate/generators.ts";
import { type GeneratedPicture, usualParams } from "@graphiti/protocol/generate-link.ts";
import {
  type GenerateParams,
  largestComplexity,
  largestVariation,
  paletteNames,
  symmetryNames,
} from "@graphiti/protocol/generate-params.ts";
import { maxGeneratedSide } from "@graphiti/protocol/quote.ts";
import { seedFromText, seedText } from "@graphiti/protocol/seed-text.ts";

export type Generator = GeneratorName;
export const generators = ["dream", "flow"] as const satisfies readonly Generator[];

/** A picture as it is chosen: `seed` is what was typed. Sizes in pixels. */
export type Choice = Omit<GenerateParams, "seed"> & {
  service: Generator;
  seed: string;
  width: number;
  height: number;
};

export const firstChoice: Choice = {
  service: "dream",
  seed: "482113907",
  ...usualParams,
  width: 2048,
  height: 1638,
};

/** What the job's terms hold; undefined while there is no seed. */
export function paramsOf({
  seed,
  palette,
  complexity,
  symmetry,
  variation,
}: Choice): GenerateParams | undefined {
  try {
    return { seed: seedFromText(seed), palette, complexity, symmetry, variation };
  } catch {
    return undefined;
  }
}

/** The same for somebody else's picture; undefined for a service that this page does not know. */
export function choiceOf({ service, params, width, height }: GeneratedPicture): Choice | undefined {
  const generator = generators.find((name) => name === service);
  return generator && { ...params, seed: seedText(params.seed), service: generator, width, height };
}

const upTo = (value: unknown, most: number, least = 0): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

/** Whether something that was kept is still a choice. */
export function isChoice(value: unknown): value is Choice {
  const choice = value as Choice;
  return (
    typeof value === "object" &&
    value !== null &&
    generators.includes(choice.service) &&
    typeof choice.seed === "string" &&
    upTo(choice.palette, paletteNames.length - 1) &&
    upTo(choice.complexity, largestComplexity) &&
    upTo(choice.symmetry, symmetryNames.length - 1) &&
    upTo(choice.variation, largestVariation) &&
    upTo(choice.width, maxGeneratedSide, 1) &&
    upTo(choice.height, maxGeneratedSide, 1) &&
    paramsOf(choice) !== undefined
  );
}

/** What somebody who does not see it is told. */
export function describe(choice: Choice): string {
  const { service, seed, palette, symmetry } = choice;
  const turned = symmetry === 0 ? "" : `, ${(symmetryNames[symmetry] ?? "").toLowerCase()}`;
  return `${service === "dream" ? "Dream" : "Flow"} from the seed ${seed}, ${paletteNames[palette]}${turned}`;
}

export const randomSeed = (): string =>
  String((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 1_000_000_000);
