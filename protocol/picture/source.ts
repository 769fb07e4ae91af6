import { open, stat } from "node:fs/promises";
import type { Metadata, Sharp } from "sharp";
import { fail } from "../errors.ts";
import { acceptedFormats, type PictureFormat, sharp, sniffFormat } from "./formats.ts";
import { maxInputBytes, maxInputPixels, maxSidePixels, maxWholePixels } from "./limits.ts";
import { pngHeadHasProfile } from "./png-chunks.ts";
import { type ProfileState, profileState } from "./profile.ts";
import type { Orientation } from "./upright.ts";

/** A file that was looked at, but not decoded yet. */
export type Source = {
  format: PictureFormat;
  metadata: Metadata;
  /** Size in the file; a camera may have held it otherwise. */
  width: number;
  height: number;
  orientation: Orientation;
  hasAlpha: boolean;
  isDeep: boolean;
  profile: ProfileState;
  decode(): Sharp;
};

/** Long enough for the chunks of a PNG that come before its pixels, text apart. */
const headBytes = 64 * 1024;

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function tooMany(pixels: number, why = ""): never {
  fail("PICTURE_TOO_LARGE", `The picture has more than ${pixels / 1e6} million pixels${why}.`, {
    nextStep: why ? "Save it as a plain PNG, JPEG or TIFF, or scale it down." : "Scale it down or split it.",
  });
}

/** Whether the decoder has to hold the whole picture in memory before it can give the first row. */
const isDecodedWhole = (format: PictureFormat, { isProgressive }: Metadata) =>
  format === "WebP" || format === "AVIF" || isProgressive === true;

/**
 * Looks at a file before anything is decoded.
 * @throws PICTURE_EMPTY, PICTURE_FORMAT, PICTURE_TOO_LARGE; an error of sharp's for what it cannot read
 */
export async function openSource(path: string): Promise<Source> {
  const { size } = await stat(path);
  if (size === 0) fail("PICTURE_EMPTY", "The file is empty.", { nextStep: "Choose the picture again." });
  if (size > maxInputBytes)
    fail("PICTURE_TOO_LARGE", `The file is larger than ${maxInputBytes / 1024 / 1024} MB.`);
  const head = await readHead(path);
  const format = sniffFormat(head);
  if (!format)
    fail("PICTURE_FORMAT", "This is not a picture in a format that is accepted.", {
      nextStep: `Use ${acceptedFormats.join(", ")}.`,
    });
  const decode = () =>
    sharp(path, { limitInputPixels: maxInputPixels, failOn: "warning", pages: 1, sequentialRead: true });
  const metadata = await decode().metadata();
  const { width, height, space, depth } = metadata;
  if (width * height > maxInputPixels) tooMany(maxInputPixels);
  if (width * height > maxWholePixels && isDecodedWhole(format, metadata))
    tooMany(
      maxWholePixels,
      format === "WebP" || format === "AVIF"
        ? ` for ${format}`
        : " for one that is progressive or interlaced",
    );
  if (Math.max(width, height) > maxSidePixels)
    fail("PICTURE_TOO_LARGE", `No side may be longer than ${maxSidePixels} pixels.`);
  if (depth !== "uchar" && depth !== "ushort")
    fail("PICTURE_FORMAT", "The picture keeps its colours as fractions or with more than 16 bits.", {
      nextStep: "Export it with 8 or 16 bits a channel.",
    });
  return {
    format,
    metadata,
    width,
    height,
    orientation: (metadata.orientation ?? 1) as Orientation,
    hasAlpha: metadata.hasAlpha,
    isDeep: depth === "ushort",
    profile: profileState(metadata.icc, space, format === "PNG" && pngHeadHasProfile(head)),
    decode,
  };
}
