import type { Picture, Rect } from "../picture-area.ts";
import { squareRoot } from "../square-root.ts";
import { foldPoint } from "../symmetry.ts";
import { type DreamNetwork, features, halfSide, largestCoordinate } from "./shape.ts";

/**
 * Coordinates of the corners of a rectangle's pixels, [features][height + 1][width + 1], all within ±{@link largestCoordinate}.
 * The longer side of a picture spans −16384 … 16384 at every size.
 */
export function cornerCoordinates(
  { points }: DreamNetwork,
  symmetry: number,
  picture: Picture,
  rect: Rect,
): Int32Array {
  const longer = Math.max(picture.width, picture.height);
  const columns = rect.width + 1;
  const plane = columns * (rect.height + 1);
  const planes = new Int32Array(features * plane);
  const folded: [number, number] = [0, 0];
  let at = 0;
  for (let row = rect.y; row <= rect.y + rect.height; row++) {
    const y = Math.floor(((2 * row - picture.height) * halfSide) / longer);
    for (let column = rect.x; column <= rect.x + rect.width; column++, at++) {
      const x = Math.floor(((2 * column - picture.width) * halfSide) / longer);
      foldPoint(symmetry, x, y, folded);
      const [foldedX, foldedY] = folded;
      planes[at] = foldedX;
      planes[plane + at] = foldedY;
      planes[2 * plane + at] = distance(x, y);
      for (let point = 0; point < points.length; point++) {
        const [pointX, pointY] = points[point] as readonly [number, number];
        planes[(3 + point) * plane + at] = distance(foldedX - pointX, foldedY - pointY);
      }
    }
  }
  return planes;
}

/** Rounded off near zero, so that no point pricks the picture; less a half, so that it is about centred. */
function distance(x: number, y: number): number {
  return Math.min(largestCoordinate, squareRoot(x * x + y * y + softening) - halfSide / 2);
}
const softening = (halfSide / 24) ** 2;
