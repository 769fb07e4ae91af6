import { type InferenceSession, Tensor } from "onnxruntime-node";
import { tensorNames } from "../onnx/emit-integer.ts";
import type { PlanarPicture } from "./read-planar.ts";

/** The picture with its border pixels repeated outwards. */
export function withHalo({ planar, width, height }: PlanarPicture, halo: number): PlanarPicture {
  const outWidth = width + 2 * halo;
  const outHeight = height + 2 * halo;
  const out = new Uint8Array(3 * outWidth * outHeight);
  const inside = (at: number, size: number) => Math.min(size - 1, Math.max(0, at - halo));
  for (let colour = 0; colour < 3; colour++)
    for (let y = 0; y < outHeight; y++)
      for (let x = 0; x < outWidth; x++)
        out[(colour * outHeight + y) * outWidth + x] = planar[
          (colour * height + inside(y, height)) * width + inside(x, width)
        ] as number;
  return { planar: out, width: outWidth, height: outHeight };
}

/** Upscales a whole picture as one tile. @param unit what one step of an 8-bit pixel is worth to the model */
export async function upscale(
  session: InferenceSession,
  picture: PlanarPicture,
  halo: number,
  unit = 1,
): Promise<PlanarPicture> {
  const { planar, width, height } = withHalo(picture, halo);
  const pixels = Float32Array.from(planar, (value) => value * unit);
  const feeds = { [tensorNames.pixels]: new Tensor("float32", pixels, [1, 3, height, width]) };
  const outputs = await session.run(feeds, [tensorNames.result]);
  const result = outputs[tensorNames.result] as Tensor;
  const [, , resultHeight, resultWidth] = result.dims as [number, number, number, number];
  const rounded = Uint8ClampedArray.from(result.data as Float32Array, (value) =>
    Math.floor(value / unit + 0.5),
  );
  return { planar: new Uint8Array(rounded.buffer), width: resultWidth, height: resultHeight };
}
