/** What a service fixes about tiles; all lengths in input pixels. */
export type Geometry = { scale: number; tileCore: number; halo: number };

export type Picture = { width: number; height: number; hasAlpha: boolean };

/** A core rectangle in input pixels. Plane 1 is the alpha plane, computed as grey. */
export type Tile = { index: number; plane: 0 | 1; x: number; y: number; width: number; height: number };

function grid(picture: Picture, tileCore: number) {
  return { columns: Math.ceil(picture.width / tileCore), rows: Math.ceil(picture.height / tileCore) };
}

/** Tiles of one plane times planes. Twin of `Tiles.sol`. */
export function tileCount(picture: Picture, tileCore: number): number {
  const { columns, rows } = grid(picture, tileCore);
  return columns * rows * (picture.hasAlpha ? 2 : 1);
}

/** The tile at `index`: row-major, the colour plane first; tiles at the far edges are clipped to the picture. */
export function tileAt(picture: Picture, tileCore: number, index: number): Tile {
  const { columns, rows } = grid(picture, tileCore);
  const perPlane = columns * rows;
  if (!Number.isInteger(index) || index < 0 || index >= tileCount(picture, tileCore))
    throw new RangeError(`tile ${index} lies outside the picture`);
  const inPlane = index % perPlane;
  const x = (inPlane % columns) * tileCore;
  const y = Math.floor(inPlane / columns) * tileCore;
  return {
    index,
    plane: index < perPlane ? 0 : 1,
    x,
    y,
    width: Math.min(tileCore, picture.width - x),
    height: Math.min(tileCore, picture.height - y),
  };
}

/** All tiles in the order of their index. */
export function tilesOf(picture: Picture, tileCore: number): Tile[] {
  return Array.from({ length: tileCount(picture, tileCore) }, (_, index) => tileAt(picture, tileCore, index));
}
