import { copyFile, open, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Metadata, Sharp, SharpOptions } from "sharp";
import { fail } from "../errors.ts";
import { acceptedFormats, type PictureFormat, sharp, sniffFormat } from "./formats.ts";
import { maxAvifPixels, maxInputBytes, maxInputPixels, maxSidePixels, maxWholePixels } from "./limits.ts";
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
  /** Pages or frames beside the first. */
  hasMore: boolean;
  decode(options?: SharpOptions): Sharp;
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

/** @throws PICTURE_TOO_LARGE where a picture has more pixels than its kind can be decoded of in bounded memory */
function guardPixels(format: PictureFormat, { width, height, isProgressive }: Metadata): void {
  const refuseOver = (most: number, kind?: string) => {
    if (width * height > most)
      fail("PICTURE_TOO_LARGE", `The picture has more than ${most / 1e6} million pixels${kind ?? ""}.`, {
        nextStep: kind
          ? "Save it as a plain PNG, JPEG or TIFF, or scale it down."
          : "Scale it down or split it.",
      });
  };
  refuseOver(maxInputPixels);
  if (format === "AVIF") refuseOver(maxAvifPixels, ", too many for an AVIF");
  if (format === "WebP") refuseOver(maxWholePixels, ", too many for a WebP");
  if (isProgressive) refuseOver(maxWholePixels, ", too many for one that is progressive or interlaced");
  if (Math.max(width, height) > maxSidePixels)
    fail("PICTURE_TOO_LARGE", `No side may be longer than ${maxSidePixels} pixels.`);
}

/**
 * An animated AVIF names itself `avis`, which libvips does not know, but it holds a still picture that libvips does:
 * a copy that is named `avif` gives that one.
 */
async function copyAsStill(path: string, copyPath: string): Promise<string> {
  await copyFile(path, copyPath);
  await using file = await open(copyPath, "r+");
  await file.write("avif", 8, "latin1");
  return copyPath;
}

/**
 * Looks at a file before anything is decoded.
 * @param scratch an existing folder
 * @throws PICTURE_EMPTY, PICTURE_FORMAT, PICTURE_TOO_LARGE; an error of sharp's for what it cannot read
 */
export async function openSource(inputPath: string, scratch: string): Promise<Source> {
  const { size } = await stat(inputPath);
  if (size === 0) fail("PICTURE_EMPTY", "The file is empty.", { nextStep: "Choose the picture again." });
  if (size > maxInputBytes)
    fail("PICTURE_TOO_LARGE", `The file is larger than ${maxInputBytes / 1024 / 1024} MB.`);
  const head = await readHead(inputPath);
  const format = sniffFormat(head);
  if (!format)
    fail("PICTURE_FORMAT", "This is not a picture in a format that is accepted.", {
      nextStep: `Use ${acceptedFormats.join(", ")}.`,
    });
  const isSequence = Buffer.from(head.subarray(4, 12)).toString("latin1") === "ftypavis";
  const path = isSequence ? await copyAsStill(inputPath, join(scratch, "still.avif")) : inputPath;
  const limits = {
    limitInputPixels: maxInputPixels,
    failOn: "warning",
    pages: 1,
    sequentialRead: true,
  } as const;
  const decode = (options: SharpOptions = {}) => sharp(path, { ...limits, ...options });
  const metadata = await decode().metadata();
  const { width, height, space, depth } = metadata;
  guardPixels(format, metadata);
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
    hasMore: isSequence || (metadata.pages ?? 1) > 1,
    decode,
  };
}
