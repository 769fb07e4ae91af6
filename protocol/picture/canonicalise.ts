import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { OutputInfo, Sharp } from "sharp";
import type { Hex } from "viem";
import { fail, GraphitiError } from "../errors.ts";
import { type CameraData, cameraOfExif } from "./camera-data.ts";
import { decoding } from "./decoding.ts";
import { sharp } from "./formats.ts";
import { maxInputPixels } from "./limits.ts";
import { noticesOf } from "./notices.ts";
import { receiptUrlOfXmp } from "./receipt-address.ts";
import { openSource, type Source } from "./source.ts";
import { type AlphaSeen, writeUprightRows } from "./strips.ts";

export type CanonicalPicture = {
  path: string;
  width: number;
  height: number;
  hasAlpha: boolean;
  bytes: number;
  sha256: Hex;
  /** Sentences about what was changed on the way, for the artist to read. */
  notices: string[];
  /** What the camera wrote down, without any place. None of it is in the canonical picture. */
  camera: CameraData;
  /** Where the file says that its receipt is, if it says so. */
  receiptUrl: string | undefined;
};

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

async function sha256OfFile(path: string): Promise<Hex> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return `0x${hash.digest("hex")}`;
}

const toPng = (picture: Sharp, path: string) =>
  picture.png({ compressionLevel: 6, palette: false }).toFile(path);

/** For what cannot simply be decoded: turned, with alpha, or of 16 bits. */
async function encodeByStrips(
  source: Source,
  scratch: string,
  outPngPath: string,
): Promise<{ info: OutputInfo; seen: AlphaSeen }> {
  const decoded = join(scratch, "decoded.tif");
  const upright = join(scratch, "upright.tif");
  const { picture, changes } = decoding(source);
  await (source.hasAlpha ? picture.ensureAlpha() : picture.removeAlpha())
    .tiff({ compression: "none", tile: true, tileWidth: 256, tileHeight: 256, bigtiff: true })
    .toFile(decoded);
  const seen = await writeUprightRows(source, decoded, upright, changes);
  if (!seen.hasVisible)
    fail("PICTURE_EMPTY", "Every pixel of the picture is fully transparent.", {
      nextStep: "Choose a picture in which something can be seen.",
    });
  await rm(decoded);
  const rows = sharp(upright, { limitInputPixels: maxInputPixels, sequentialRead: true });
  const info = await toPng(source.hasAlpha && seen.isOpaque ? rows.removeAlpha() : rows, outPngPath);
  return { info, seen };
}

/**
 * Decodes a picture once and writes what the network works on from then on: a lossless 8-bit sRGB PNG,
 * RGB or RGBA, upright, without metadata. No lossy decoder is in the path after this. What becomes of which kind
 * of picture is told in `docs/pictures.md`.
 * @param outPngPath scratch space is taken beside it, up to 12 bytes a pixel, and given back
 * @throws PICTURE_EMPTY, PICTURE_FORMAT, PICTURE_UNREADABLE, PICTURE_TOO_LARGE, DISK_FULL; nothing is left behind
 */
export async function canonicalise(inputPath: string, outPngPath: string): Promise<CanonicalPicture> {
  const scratch = await mkdtemp(join(dirname(outPngPath), "canonical-"));
  try {
    const source = await openSource(inputPath, scratch);
    const isPlain = !source.hasAlpha && !source.isDeep && source.orientation === 1;
    const { info, seen } = isPlain
      ? { info: await toPng(decoding(source).picture.removeAlpha(), outPngPath), seen: undefined }
      : await encodeByStrips(source, scratch, outPngPath);
    const hasAlpha = source.hasAlpha && seen?.isOpaque === false;
    if (info.channels !== (hasAlpha ? 4 : 3)) throw new Error(`decoded to ${info.channels} channels`);
    return {
      path: outPngPath,
      width: info.width,
      height: info.height,
      hasAlpha,
      bytes: info.size,
      sha256: await sha256OfFile(outPngPath),
      notices: noticesOf(source, seen),
      camera: source.metadata.exif ? cameraOfExif(source.metadata.exif) : {},
      receiptUrl: source.metadata.xmp && receiptUrlOfXmp(source.metadata.xmp),
    };
  } catch (thrown) {
    await rm(outPngPath, { force: true });
    throw refusal(thrown);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
