/** A print as somebody asks for it, as typed: how wide, and how fine. */
export type PrintWish = { width: string; unit: PrintUnit; dpi: string };
export const printUnits = ["cm", "inch"] as const;
export type PrintUnit = (typeof printUnits)[number];

const inchesPer: Record<PrintUnit, number> = { cm: 1 / 2.54, inch: 1 };
const widestInches = 400;
const dpiRange = { least: 30, most: 1200 };

function numberIn(text: string): number | undefined {
  const plain = text.trim().replace(",", ".");
  return /^\d{1,4}(\.\d{1,3})?$/.test(plain) ? Number(plain) : undefined;
}

/** The wish in numbers, or one sentence for each field that is not right. */
export function readPrint({
  width,
  unit,
  dpi,
}: PrintWish):
  | { width: number; dpi: number; pixels: number; errors?: undefined }
  | { pixels?: undefined; errors: { width?: string; dpi?: string } } {
  const [long, fine] = [numberIn(width), numberIn(dpi)];
  const widest = Math.floor(widestInches / inchesPer[unit]);
  const errors: { width?: string; dpi?: string } = {};
  if (!long || long > widest) errors.width = `A width from 0.1 to ${widest} ${unit}.`;
  if (!fine || fine < dpiRange.least || fine > dpiRange.most)
    errors.dpi = `From ${dpiRange.least} to ${dpiRange.most}.`;
  if (!long || !fine || errors.width || errors.dpi) return { errors };
  // A hair less than a whole pixel is no reason for twice the size.
  return { width: long, dpi: fine, pixels: Math.ceil(long * inchesPer[unit] * fine - 1e-6) };
}

/** Dots per inch of so many pixels over so long a side, rounded down. */
export const dpiOf = (pixels: number, length: number, unit: PrintUnit): number =>
  Math.floor(pixels / (length * inchesPer[unit]) + 1e-6);

/** How long so many pixels are in print, in tenths of the unit, rounded down. */
export const lengthOf = (pixels: number, dpi: number, unit: PrintUnit): number =>
  Math.floor((pixels / dpi / inchesPer[unit]) * 10 + 1e-6) / 10;

/**
 * The smallest scale that gives a print its pixels; the largest one where none does.
 * @param scales that can be had, at least one
 */
export function scaleForPrint(inputWidth: number, pixels: number, scales: readonly number[]): number {
  const sorted = [...scales].sort((a, b) => a - b);
  return sorted.find((scale) => inputWidth * scale >= pixels) ?? (sorted.at(-1) as number);
}
