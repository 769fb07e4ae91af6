import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { paintSample } from "../../commands/sample/paint.ts";

/** A picture of the project's own, as a photo from a camera would come: JPEG. */
export async function paintedJpeg(size: number, height = size): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "picture-")), "harbour.jpg");
  await sharp(paintSample(size), { raw: { width: size, height: size, channels: 3 } })
    .extract({ left: 0, top: 0, width: size, height })
    .jpeg({ quality: 92 })
    .toFile(path);
  return path;
}

/** The same with what a camera notes, and the place. */
export async function cameraJpeg(width: number, height: number): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "picture-")), "noted.jpg");
  await sharp(await paintedJpeg(width, height))
    .withExif({
      IFD0: { Make: "FUJIFILM", Model: "X-T5" },
      IFD2: {
        ExposureTime: "1/250",
        FNumber: "28/10",
        ISOSpeedRatings: "400",
        FocalLength: "35/1",
        DateTimeOriginal: "2026:05:06 07:08:09",
      },
      IFD3: {
        GPSLatitudeRef: "N",
        GPSLatitude: "51/1 30/1 0/1",
        GPSLongitudeRef: "W",
        GPSLongitude: "7/1 0/1 0/1",
      },
    })
    .jpeg({ quality: 92 })
    .toFile(path);
  return path;
}

/** A PNG with a transparent corner. */
export async function transparentPng(size: number): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "picture-")), "clear.png");
  const pixels = paintSample(size);
  const rgba = new Uint8Array(size * size * 4);
  for (let at = 0; at < size * size; at++) {
    rgba.set(pixels.subarray(at * 3, at * 3 + 3), at * 4);
    rgba[at * 4 + 3] = at % size < size / 2 ? 0 : 255;
  }
  await sharp(rgba, { raw: { width: size, height: size, channels: 4 } })
    .png()
    .toFile(path);
  return path;
}

/** A file that is no picture. */
export async function plainFile(name: string, content: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "picture-")), name);
  await writeFile(path, content);
  return path;
}
