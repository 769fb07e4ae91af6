import { clipTo, type Rectangle } from "@graphiti/protocol/picture/halo.ts";
import { type Geometry, type Picture, type Tile, tileAt } from "@graphiti/protocol/tiles.ts";

/** Where a tile lies: its colour and, of a picture with transparency, its alpha are computed apart. */
export type Place = { colour: Tile; alpha: Tile | undefined };

/**
 * A piece of the picture, in input pixels: whole tiles of the service, so that it is what the job will deliver.
 * `step` is one tile, in parts of the picture.
 */
export type PreviewArea = Rectangle & { places: Place[]; step: { x: number; y: number } };

/** All that is to be computed, place by place. */
export const tilesIn = ({ places }: PreviewArea): Tile[] =>
  places.flatMap(({ colour, alpha }) => (alpha ? [colour, alpha] : [colour]));

/** About so many pixels of the result are looked at, across and down; at least one tile. */
const shownPixels = 512;

/** @param place middle of what is to be seen, in parts of the picture's width and height */
export function previewArea(
  picture: Picture,
  { scale, tileCore }: Geometry,
  place: { x: number; y: number },
): PreviewArea {
  const [columns, rows] = [Math.ceil(picture.width / tileCore), Math.ceil(picture.height / tileCore)];
  const wanted = Math.max(1, Math.round(shownPixels / (tileCore * scale)));
  const [across, down] = [Math.min(wanted, columns), Math.min(wanted, rows)];
  const first = (part: number, length: number, count: number, all: number) =>
    Math.min(all - count, Math.max(0, Math.round((part * length) / tileCore - count / 2)));
  const column = first(place.x, picture.width, across, columns);
  const row = first(place.y, picture.height, down, rows);
  const area = clipTo(
    { x: column * tileCore, y: row * tileCore, width: across * tileCore, height: down * tileCore },
    picture.width,
    picture.height,
  );
  const places = Array.from({ length: across * down }, (_, at): Place => {
    const index = (row + Math.floor(at / across)) * columns + column + (at % across);
    const tile = (plane: 0 | 1) => tileAt(picture, tileCore, plane * columns * rows + index);
    return { colour: tile(0), alpha: picture.hasAlpha ? tile(1) : undefined };
  });
  return { ...area, places, step: { x: tileCore / picture.width, y: tileCore / picture.height } };
}

/** The middle of an area, in parts of the picture. */
export const middleOf = (area: PreviewArea, { width, height }: Picture) => ({
  x: (area.x + area.width / 2) / width,
  y: (area.y + area.height / 2) / height,
});
