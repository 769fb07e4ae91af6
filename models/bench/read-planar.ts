import sharp from "sharp";

/** 8-bit RGB, [3][height][width]. */
export type PlanarPicture = { planar: Uint8Array; width: number; height: number };

/** Reads a picture as opaque sRGB; with `largestSide` only its top left corner. */
export async function readPlanar(
  path: string,
  largestSide = Number.POSITIVE_INFINITY,
): Promise<PlanarPicture> {
  const picture = sharp(path).removeAlpha().toColourspace("srgb");
  const size = await picture.metadata();
  const width = Math.min(size.width, largestSide);
  const height = Math.min(size.height, largestSide);
  const interleaved = await picture.extract({ left: 0, top: 0, width, height }).raw().toBuffer();
  const planar = new Uint8Array(3 * width * height);
  for (let at = 0; at < width * height; at++)
    for (let colour = 0; colour < 3; colour++)
      planar[colour * width * height + at] = interleaved[at * 3 + colour] as number;
  return { planar, width, height };
}
