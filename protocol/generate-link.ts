import { type GenerateParams, paletteNames, symmetryNames } from "./generate-params.ts";
import { maxGeneratedSide } from "./quote.ts";
import { seedText } from "./seed-text.ts";

/** A generated picture to be: what it is made from, by which service, and how large. */
export type GeneratedPicture = { service: string; params: GenerateParams; width: number; height: number };

/** What a seed is shown with first. */
export const usualParams = { palette: 1, complexity: 4, symmetry: 0, variation: 0 } as const;

/** A name as it stands in a link. */
export const linkWord = (name: string): string => name.toLowerCase();

/** The gallery's page with everything set as for this picture; the same link shows the same pixels. */
export function generateLink({ service, params, width, height }: GeneratedPicture): string {
  const search = new URLSearchParams({
    service,
    seed: seedText(params.seed),
    palette: linkWord(paletteNames[params.palette] ?? ""),
    complexity: String(params.complexity),
    symmetry: linkWord(symmetryNames[params.symmetry] ?? ""),
    variation: String(params.variation),
    width: String(width),
    height: String(height),
  });
  return `/generate?${search}`;
}

/** The same picture, as large as generating services render it. */
export function largestAlike(picture: GeneratedPicture): GeneratedPicture {
  const { width, height } = picture;
  const factor = maxGeneratedSide / Math.max(width, height);
  return { ...picture, width: Math.round(width * factor), height: Math.round(height * factor) };
}
