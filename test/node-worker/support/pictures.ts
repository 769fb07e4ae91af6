import { sharp } from "@graphiti/protocol/picture/formats.ts";
import type { Planar } from "@graphiti/protocol/picture/halo.ts";

/** Repeatable pixels with smooth parts, edges and noise. */
export function pixelAt(x: number, y: number, channel: number): number {
  const noise = (Math.imul(x * 374761393 + y * 668265263 + channel * 69069, 1274126177) >>> 24) & 31;
  const edge = ((x >> 3) + (y >> 4)) & 1 ? 90 : 0;
  return (x * 2 + y * (channel + 1) + noise + edge) & 255;
}

/** Writes a canonical PNG. */
export async function paintPng(
  path: string,
  width: number,
  height: number,
  hasAlpha: boolean,
): Promise<string> {
  const channels = hasAlpha ? 4 : 3;
  const data = Buffer.alloc(width * height * channels);
  for (let at = 0; at < data.length; at++) {
    const pixel = Math.floor(at / channels);
    data[at] = pixelAt(pixel % width, Math.floor(pixel / width), at % channels);
  }
  await sharp(data, { raw: { width, height, channels } }).png().toFile(path);
  return path;
}

/** The same pixels as planes. */
export function paintPlanar(width: number, height: number): Planar {
  const data = Uint8Array.from({ length: 3 * width * height }, (_, at) => {
    const inPlane = at % (width * height);
    return pixelAt(inPlane % width, Math.floor(inPlane / width), Math.floor(at / (width * height)));
  });
  return { data, channels: 3, width, height };
}
