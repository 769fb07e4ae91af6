import { fitsJob, largestAlike } from "@graphiti/protocol/quote.ts";
import type { Picture } from "@graphiti/protocol/tiles.ts";
import type { OfferedService } from "../_data/services.ts";
import { type UpscaleFamily, upscaleFamilies } from "./families.ts";
import { type PrintWish, readPrint, scaleForPrint } from "./print-size.ts";

/** How the picture is to be made larger. */
export type Choice = {
  family: UpscaleFamily;
  sizing: "scale" | "print";
  scale: number;
  print: PrintWish;
  /** Left out: noise stays. */
  denoise?: number;
};

export const firstChoice: Choice = {
  family: "faithful",
  sizing: "scale",
  scale: 2,
  print: { width: "60", unit: "cm", dpi: "300" },
};

const unique = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);

export const familiesIn = (services: readonly OfferedService[]): UpscaleFamily[] =>
  upscaleFamilies.filter((family) => services.some((service) => service.family === family));

export const scalesOf = (services: readonly OfferedService[], family: UpscaleFamily): number[] =>
  unique(services.filter((service) => service.family === family).map(({ scale }) => scale));

/** A choice that was kept, in a family that this deployment has. */
export function offeredChoice(choice: Choice, services: readonly OfferedService[]): Choice {
  const families = familiesIn(services);
  const [first] = families;
  return first === undefined || families.includes(choice.family) ? choice : { ...choice, family: first };
}

/** Strengths of noise removal beside none. */
export const denoisesOf = (services: readonly OfferedService[], family: UpscaleFamily): number[] =>
  unique(
    services.flatMap(({ family: its, denoise }) =>
      its === family && denoise !== undefined ? [denoise] : [],
    ),
  );

/** A scale that one job cannot give, and what it could give instead. Sizes in pixels. */
export type Refused = { scale: number; largest: { width: number; height: number } };

/** The scales of a family that are too much for a picture of this size. */
export function refusedScales(
  services: readonly OfferedService[],
  family: UpscaleFamily,
  picture: Picture | undefined,
): Refused[] {
  if (!picture) return [];
  return scalesOf(services, family).flatMap((scale) => {
    const service = services.find((each) => each.family === family && each.scale === scale);
    if (!service || fitsJob(service, picture)) return [];
    const { width, height } = largestAlike(service, picture);
    return [{ scale, largest: { width, height } }];
  });
}

/** Whether the choice says how large, so that it can be paid for: a print needs a width and a fineness that exist. */
export const isSized = (choice: Choice): boolean =>
  choice.sizing === "scale" || !readPrint(choice.print).errors;

const nearest = (scales: readonly number[], wanted: number): number | undefined =>
  [...scales].sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b)[0];

/**
 * The service that a choice comes down to. A scale that the family does not have, or that is too much for the
 * picture, gives way to the nearest; a strength of noise removal that it does not have to none.
 * @returns undefined where nothing of the family fits
 */
export function serviceFor(
  choice: Choice,
  services: readonly OfferedService[],
  picture: Picture | undefined,
): OfferedService | undefined {
  const ofFamily = services.filter(({ family }) => family === choice.family);
  const refused = refusedScales(services, choice.family, picture).map(({ scale }) => scale);
  const scales = scalesOf(services, choice.family).filter((scale) => !refused.includes(scale));
  if (scales.length === 0) return undefined;
  const print = readPrint(choice.print);
  const scale =
    choice.sizing === "print" && picture && !print.errors
      ? scaleForPrint(picture.width, print.pixels, scales)
      : nearest(scales, choice.scale);
  const atScale = ofFamily.filter((service) => service.scale === scale);
  return (
    atScale.find(({ denoise }) => denoise === choice.denoise) ??
    atScale.find(({ denoise }) => denoise === undefined)
  );
}
