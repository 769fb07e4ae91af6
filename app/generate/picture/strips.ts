import { generators } from "@graphiti/models/generate/generators.ts";
import type { Rect } from "@graphiti/models/generate/picture-area.ts";
import type { RenderTask, Strip } from "./render-messages.ts";

/** So many pixels are rendered between two looks at whether somebody still wants them: some hundredths of a second. */
const stripPixels = 12_000;

function interleaved(planar: Uint8Array, pixels: number): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(4 * pixels);
  for (let at = 0; at < pixels; at++) {
    rgba[4 * at] = planar[at] as number;
    rgba[4 * at + 1] = planar[pixels + at] as number;
    rgba[4 * at + 2] = planar[2 * pixels + at] as number;
    rgba[4 * at + 3] = 255;
  }
  return rgba;
}

/** Renders a task strip by strip, size by size. @throws RangeError for a part that is not in the picture */
export function* stripsOf({ service, params, sizes, rect }: RenderTask): Generator<Strip> {
  for (const [pass, size] of sizes.entries()) {
    const area: Rect = rect ?? { x: 0, y: 0, ...size };
    const rowsAtOnce = Math.max(1, Math.floor(stripPixels / area.width));
    for (let y = 0; y < area.height; y += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, area.height - y);
      const part = { x: area.x, y: area.y + y, width: area.width, height: rows };
      const { pixels } = generators[service].renderTile(params, size, part);
      const { width, height } = area;
      yield { pass, area: { width, height }, y, rows, rgba: interleaved(pixels, width * rows) };
    }
  }
}
