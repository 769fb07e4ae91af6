import { resample } from "@graphiti/models/bench/resample.ts";
import type { Rectangle } from "@graphiti/protocol/picture/halo.ts";
import type { PictureSource, PlaneOfTiles } from "./picture-source.ts";

/** As far as the cubic kernel reaches. */
const reach = 3;

/** 8-bit planes of a piece, as large as the service would make it. */
export type Planes = { planar: Uint8Array; width: number; height: number };

/** What everybody has at home: the piece enlarged by plain bicubic, with what lies around it taken into account. */
export function enlargePlainly(
  source: PictureSource,
  piece: Rectangle,
  scale: number,
  plane: PlaneOfTiles,
): Planes {
  const { data, width, height } = source.cut(piece, reach, plane);
  const larger = resample({ planar: data, width, height }, width * scale, height * scale);
  return inner(larger, reach * scale);
}

function inner({ planar, width, height }: Planes, border: number): Planes {
  const [across, down] = [width - 2 * border, height - 2 * border];
  const cut = new Uint8Array(3 * across * down);
  for (let row = 0; row < 3 * down; row++) {
    const plane = Math.floor(row / down);
    const from = (plane * height + border + (row % down)) * width + border;
    cut.set(planar.subarray(from, from + across), row * across);
  }
  return { planar: cut, width: across, height: down };
}

/** Planes as a canvas takes them. @param alpha of the same size; left out: opaque */
export function imageOf({ planar, width, height }: Planes, alpha?: Planes): ImageData {
  const image = new ImageData(width, height);
  const plane = width * height;
  for (let at = 0; at < plane; at++) {
    for (let channel = 0; channel < 3; channel++)
      image.data[4 * at + channel] = planar[channel * plane + at] as number;
    image.data[4 * at + 3] = alpha?.planar[at] ?? 255;
  }
  return image;
}
