import type { Size } from "./render-messages.ts";

const smallestPass = 96;
const step = 3;

/** The largest size of the same shape whose sides are no longer than `longest`; the picture's own if it is smaller. */
export function fitted({ width, height }: Size, longest: number): Size {
  const factor = Math.min(1, longest / Math.max(width, height));
  const side = (length: number) => Math.max(1, Math.round(length * factor));
  return { width: side(width), height: side(height) };
}

/** Sizes in which a picture is rendered to be seen soon and then sharp: each three times the one before it. */
export function passSizes(shown: Size): Size[] {
  const sizes = [shown];
  for (;;) {
    const [first = shown] = sizes;
    const longest = Math.max(first.width, first.height) / step;
    if (longest < smallestPass) return sizes;
    sizes.unshift(fitted(shown, Math.round(longest)));
  }
}
