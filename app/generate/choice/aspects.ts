import { maxGeneratedSide } from "@graphiti/protocol/quote.ts";

export type Size = { width: number; height: number };

/** Shapes to choose from: the long side and the short one. */
export const aspects = [
  [1, 1],
  [5, 4],
  [4, 3],
  [3, 2],
  [16, 9],
  [2, 1],
] as const;
export type Aspect = (typeof aspects)[number];

/** Long sides to choose from, pixels. */
export const longSides = [1024, 2048, 4096, maxGeneratedSide] as const;

/** Shortest side that the page takes, pixels. */
export const shortestSide = 16;

export const aspectName = ([long, short]: Aspect): string => `${long}:${short}`;

const longest = ({ width, height }: Size) => Math.max(width, height);

/** A picture of this shape with the same long side, upright if it is now. */
export function shaped(size: Size, [long, short]: Aspect): Size {
  const across = longest(size);
  const other = Math.max(1, Math.round((across * short) / long));
  return size.height > size.width ? { width: other, height: across } : { width: across, height: other };
}

/** The same shape with this long side. */
export function scaledTo(size: Size, longSide: number): Size {
  const factor = longSide / longest(size);
  const side = (length: number) => Math.max(1, Math.round(length * factor));
  return { width: side(size.width), height: side(size.height) };
}

export const turned = ({ width, height }: Size): Size => ({ width: height, height: width });

/** The shape that a size has, to the pixel; undefined for one of its own. */
export const aspectOf = (size: Size): Aspect | undefined =>
  aspects.find((aspect) => {
    const { width, height } = shaped(size, aspect);
    return width === size.width && height === size.height;
  });

/** A side as typed, in pixels; undefined for what is none. */
export function readSide(text: string): number | undefined {
  const plain = text.trim();
  if (!/^\d{1,5}$/.test(plain)) return undefined;
  const side = Number(plain);
  return side >= shortestSide && side <= maxGeneratedSide ? side : undefined;
}
