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
