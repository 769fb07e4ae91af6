import { fail } from "@graphiti/protocol/errors.ts";

/** What a work can be downloaded as. Safe for pages: nothing is decoded or encoded here. */
export const formats = {
  png: { name: "PNG", says: "lossless, the proved file itself", extension: "png", mimeType: "image/png" },
  tiff: { name: "TIFF", says: "lossless, for print", extension: "tif", mimeType: "image/tiff" },
  jpeg: { name: "JPEG", says: "quality 95, opens everywhere", extension: "jpg", mimeType: "image/jpeg" },
  webp: { name: "WebP", says: "quality 92, smallest", extension: "webp", mimeType: "image/webp" },
} as const;

export type Format = keyof typeof formats;

/** Most pixels of a side, where the format has a limit of its own. */
const mostSide: Partial<Record<Format, number>> = { webp: 16_383, jpeg: 65_535 };
/** WebP is encoded from memory as a whole. */
const mostWebpPixels = 25_000_000;

type Size = { width: number; height: number };

/** Why a picture cannot be had in a format, as a sentence; undefined where it can. */
export function refusalOf(format: Format, { width, height }: Size): string | undefined {
  const { name } = formats[format];
  const side = mostSide[format];
  if (side && Math.max(width, height) > side)
    return `${name} holds at most ${side} pixels a side; this work has ${width} × ${height}.`;
  if (format === "webp" && width * height > mostWebpPixels)
    return `WebP is made here up to ${mostWebpPixels / 1e6} million pixels; this work has ${Math.round((width * height) / 1e6)}.`;
  return undefined;
}

/** What a person should know of a format before choosing it. */
export const saysOf = (format: Format, hasAlpha: boolean): string =>
  `${formats[format].says}${format === "jpeg" && hasAlpha ? "; transparency becomes white" : ""}`;

/** @throws BAD_INPUT for a format that is none of these */
export function formatNamed(name: string | null): Format {
  const format = name ?? "png";
  if (!Object.hasOwn(formats, format))
    fail("BAD_INPUT", "This format is not offered.", { nextStep: `Use ${Object.keys(formats).join(", ")}.` });
  return format as Format;
}
