import type { ServiceRecipe } from "../catalogue.ts";
import { tensorNames } from "../onnx/emit-integer.ts";
import type { PlanarPicture } from "./read-planar.ts";
import type { Runner } from "./runners.ts";

/** A part of a picture that may reach beyond it: border pixels are repeated outwards. In the unit of a model. */
function haloedPart(
  { planar, width, height }: PlanarPicture,
  x: number,
  y: number,
  side: number,
  unit: number,
) {
  const out = new Float32Array(3 * side * side);
  const inside = (at: number, size: number) => Math.min(size - 1, Math.max(0, at));
  for (let colour = 0; colour < 3; colour++)
    for (let row = 0; row < side; row++) {
      const from = (colour * height + inside(y + row, height)) * width;
      const to = (colour * side + row) * side;
      for (let column = 0; column < side; column++)
        out[to + column] = (planar[from + inside(x + column, width)] as number) * unit;
    }
  return out;
}

/** Upscales a picture tile by tile, as the service is defined; what a tile computes beyond the picture is left out. */
export async function upscale(
  runner: Runner,
  picture: PlanarPicture,
  { tileCore, halo, scale }: Pick<ServiceRecipe, "tileCore" | "halo" | "scale">,
): Promise<PlanarPicture> {
  const [width, height] = [picture.width * scale, picture.height * scale];
  const planar = new Uint8Array(3 * width * height);
  const [side, core] = [tileCore + 2 * halo, tileCore * scale];
  for (let y = 0; y < picture.height; y += tileCore)
    for (let x = 0; x < picture.width; x += tileCore) {
      const part = haloedPart(picture, x - halo, y - halo, side, runner.unit);
      const outputs = await runner.run(part, side, side);
      const { data } = outputs[tensorNames.result] as (typeof outputs)[string];
      const [columns, rows] = [Math.min(core, width - x * scale), Math.min(core, height - y * scale)];
      for (let colour = 0; colour < 3; colour++)
        for (let row = 0; row < rows; row++) {
          const from = (colour * core + row) * core;
          const to = (colour * height + y * scale + row) * width + x * scale;
          for (let column = 0; column < columns; column++) {
            const value = Math.floor((data[from + column] as number) / runner.unit + 0.5);
            planar[to + column] = Math.min(255, Math.max(0, value));
          }
        }
    }
  return { planar, width, height };
}
