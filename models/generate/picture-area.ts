/** Size of a whole picture, in pixels. */
export type Picture = { width: number; height: number };

/** A part of it, in pixels from its top left corner. */
export type Rect = { x: number; y: number; width: number; height: number };

export type GeneratedTile = {
  /** 8-bit RGB, [3][height][width] */
  pixels: Uint8Array;
  /** The probed layer, [channels][height][width] */
  probe: Int16Array;
};

/** Coordinates stay finer than a pixel up to this width and height. */
export const largestSide = 8192;

/** @throws RangeError for a picture of no size or too large, and for a part that leaves it */
export function checkArea({ width, height }: Picture, rect: Rect): void {
  const inside = (start: number, length: number, whole: number) =>
    Number.isInteger(start) &&
    Number.isInteger(length) &&
    start >= 0 &&
    length >= 1 &&
    start + length <= whole;
  if (!inside(0, width, largestSide) || !inside(0, height, largestSide))
    throw new RangeError(`a generated picture has 1 … ${largestSide} pixels a side, not ${width}×${height}`);
  if (!inside(rect.x, rect.width, width) || !inside(rect.y, rect.height, height))
    throw new RangeError(
      `${rect.width}×${rect.height} at (${rect.x}, ${rect.y}) is no part of ${width}×${height}`,
    );
}
