import { randomBytes } from "node:crypto";
import { sharp } from "@graphiti/protocol/picture/formats.ts";
import { paintSample } from "../sample/paint.ts";

/** Paints a square picture as a PNG that no store has seen. @returns its path */
export async function paintNew(path: string, side: number): Promise<string> {
  const pixels = paintSample(side);
  pixels.set(randomBytes(3));
  await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toFile(path);
  return path;
}
