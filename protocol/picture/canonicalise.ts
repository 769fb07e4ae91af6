import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rm, stat } from "node:fs/promises";
import type { Metadata } from "sharp";
import type { Hex } from "viem";
import { fail, GraphitiError } from "../errors.ts";
import { acceptedFormats, sharp, sniffBytes, sniffFormat } from "./formats.ts";

/** Largest picture that is decoded at all, in pixels. A service may take less. */
export const maxInputPixels = 100_000_000;
export const maxInputBytes = 100 * 1024 * 1024;

export type CanonicalPicture = {
  path: string;
  width: number;
  height: number;
  hasAlpha: boolean;
  bytes: number;
  sha256: Hex;
  /** Sentences about what was changed on the way, for the artist to read. */
  notices: string[];
};

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(sniffBytes), 0, sniffBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function refusal(thrown: unknown): GraphitiError {
  if (thrown instanceof GraphitiError) return thrown;
  const text = thrown instanceof Error ? thrown.message : "";
  if (/pixel limit/i.test(text))
    return new GraphitiError(
      "PICTURE_TOO_LARGE",
      `The picture has more than ${maxInputPixels / 1e6} million pixels.`,
      { cause: thrown, nextStep: "Scale it down or split it." },
    );
  if (/ENOSPC|No space/i.test(text))
    return new GraphitiError("DISK_FULL", "There is no room on the disk to prepare the picture.", {
      cause: thrown,
    });
  return new GraphitiError("PICTURE_UNREADABLE", "The picture is damaged or incomplete.", {
    cause: thrown,
    nextStep: "Export it again.",
  });
}

/** Whether an ICC profile calls itself sRGB; its description is ASCII or UTF-16, depending on the version. */
function isSrgbProfile(icc: Buffer): boolean {
  return icc.toString("latin1").replaceAll("\0", "").includes("sRGB");
}

function noticesOf(metadata: Metadata, keptAlpha: boolean): string[] {
  const notices: string[] = [];
  if (metadata.space === "cmyk") notices.push("The CMYK colours were converted to sRGB.");
  else if (metadata.icc && !isSrgbProfile(metadata.icc))
    notices.push("The colour profile was converted to sRGB.");
  if (metadata.depth !== "uchar") notices.push("More than 8 bits a channel were reduced to 8.");
  if ((metadata.orientation ?? 1) !== 1) notices.push("The picture was turned as the camera noted.");
  if ((metadata.pages ?? 1) > 1) notices.push("Only the first page or frame is used.");
  if (metadata.hasAlpha && !keptAlpha) notices.push("The alpha channel was fully opaque and was dropped.");
  if (metadata.exif) notices.push("Camera data and location were removed.");
  return notices;
}

async function sha256OfFile(path: string): Promise<Hex> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return `0x${hash.digest("hex")}`;
}

/**
 * Decodes a picture once and writes what the network works on from then on: a lossless 8-bit sRGB PNG,
 * RGB or RGBA, upright, without metadata. No lossy decoder is in the path after this.
 * @throws PICTURE_EMPTY, PICTURE_FORMAT, PICTURE_UNREADABLE, PICTURE_TOO_LARGE, DISK_FULL; nothing is left behind
 */
export async function canonicalise(inputPath: string, outPngPath: string): Promise<CanonicalPicture> {
  const { size } = await stat(inputPath);
  if (size === 0) fail("PICTURE_EMPTY", "The file is empty.", { nextStep: "Choose the picture again." });
  if (size > maxInputBytes)
    fail("PICTURE_TOO_LARGE", `The file is larger than ${maxInputBytes / 1024 / 1024} MB.`);
  if (!sniffFormat(await readHead(inputPath)))
    fail("PICTURE_FORMAT", "This is not a picture in a format that is accepted.", {
      nextStep: `Use ${acceptedFormats.join(", ")}.`,
    });
  const decode = () =>
    sharp(inputPath, {
      limitInputPixels: maxInputPixels,
      failOn: "warning",
      pages: 1,
      sequentialRead: true,
    });
  try {
    const metadata = await decode().metadata();
    if (metadata.width * metadata.height > maxInputPixels) throw new Error("pixel limit");
    const keepAlpha = metadata.hasAlpha && !(await decode().stats()).isOpaque;
    const upright = decode().autoOrient().toColourspace("srgb");
    const channels = keepAlpha ? upright.ensureAlpha() : upright.removeAlpha();
    const info = await channels.png({ compressionLevel: 6, palette: false }).toFile(outPngPath);
    if (info.channels !== (keepAlpha ? 4 : 3)) throw new Error(`decoded to ${info.channels} channels`);
    return {
      path: outPngPath,
      width: info.width,
      height: info.height,
      hasAlpha: keepAlpha,
      bytes: info.size,
      sha256: await sha256OfFile(outPngPath),
      notices: noticesOf(metadata, keepAlpha),
    };
  } catch (thrown) {
    await rm(outPngPath, { force: true });
    throw refusal(thrown);
  }
}
