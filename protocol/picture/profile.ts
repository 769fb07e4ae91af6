import { sharp } from "./formats.ts";
import { pngWithProfile } from "./png-chunks.ts";

/** What is known of a picture's colour profile. `broken`: there is one, but it cannot be used. */
export type ProfileState = "none" | "srgb" | "other" | "broken";

const headerBytes = 128;
const spaces: Record<string, string> = { cmyk: "CMYK", "b-w": "GRAY", grey16: "GRAY" };

/** Whether an ICC profile is whole, and for pictures of this kind. */
const isUsable = (icc: Buffer, space: string): boolean =>
  icc.length > headerBytes &&
  icc.readUInt32BE(0) === icc.length &&
  icc.toString("latin1", 36, 40) === "acsp" &&
  icc.toString("latin1", 16, 20).trim() === (spaces[space] ?? "RGB");

/** Whether a profile calls itself sRGB; its description is ASCII or UTF-16, depending on the version. */
const isSrgb = (icc: Buffer): boolean => icc.toString("latin1").replaceAll("\0", "").includes("sRGB");

/**
 * @param space of the picture, as sharp names it
 * @param wasDropped the file has a profile that the decoder did not accept
 */
export function profileState(icc: Buffer | undefined, space: string, wasDropped: boolean): ProfileState {
  if (!icc) return wasDropped ? "broken" : "none";
  if (!isUsable(icc, space)) return "broken";
  return isSrgb(icc) ? "srgb" : "other";
}

/**
 * The curve from a grey profile to sRGB, for each of 65536 values. libvips applies a grey profile to 8 bits only:
 * the curve is drawn through what it gives for those, and is right to half of one of their levels.
 */
export async function greyCurve(icc: Buffer): Promise<Uint16Array> {
  const ramp = Uint8Array.from({ length: 256 }, (_, value) => value);
  const png = await sharp(ramp, { raw: { width: 256, height: 1, channels: 1 } })
    .toColourspace("b-w")
    .png()
    .toBuffer();
  const levels = await sharp(pngWithProfile(png, icc)).toColourspace("srgb").removeAlpha().raw().toBuffer();
  const level = (value: number) => levels[value * 3] as number;
  return Uint16Array.from({ length: 65536 }, (_, value) => {
    const below = Math.floor(value / 257);
    const part = (value % 257) / 257;
    const above = Math.min(255, below + 1);
    return Math.round(257 * (level(below) * (1 - part) + level(above) * part));
  });
}
