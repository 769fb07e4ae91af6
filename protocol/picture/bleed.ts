/** How far colour is carried under what is transparent, in pixels: farther than any network looks. */
export const bleedPixels = 64;
/** What lies farther away than that. */
const beyond = 128;

const straight = 3;
const diagonal = 4;
const farthest = straight * bleedPixels;
const unknown = 255;

/**
 * Gives every fully transparent pixel the colour of the nearest one that can be seen, by two sweeps that carry
 * distances of 3 and 4 to the neighbours (the chamfer distance). The colour that a program leaves there is
 * arbitrary, often black, and a network would mix it into the edge.
 *
 * A pixel depends on rows at most {@link bleedPixels} away, so a strip with so many rows around it gives what the
 * whole picture would.
 * @param rgba interleaved rows, changed in place
 */
export function bleedColour(rgba: Uint8Array, width: number): void {
  const pixels = rgba.length / 4;
  const distance = new Uint8Array(pixels);
  let clear = 0;
  for (let at = 0; at < pixels; at++)
    if (rgba[at * 4 + 3] === 0) {
      distance[at] = unknown;
      clear += 1;
    }
  if (clear === 0) return;
  const height = pixels / width;
  const take = (at: number, from: number, cost: number) => {
    const offered = (distance[from] as number) + cost;
    if (offered >= (distance[at] as number) || offered > farthest) return;
    distance[at] = offered;
    rgba[at * 4] = rgba[from * 4] as number;
    rgba[at * 4 + 1] = rgba[from * 4 + 1] as number;
    rgba[at * 4 + 2] = rgba[from * 4 + 2] as number;
  };
  for (let y = 0; y < height; y++)
    for (let x = 0, at = y * width; x < width; x++, at++) {
      if (distance[at] === 0) continue;
      if (x > 0) take(at, at - 1, straight);
      if (y === 0) continue;
      take(at, at - width, straight);
      if (x > 0) take(at, at - width - 1, diagonal);
      if (x < width - 1) take(at, at - width + 1, diagonal);
    }
  for (let y = height - 1; y >= 0; y--)
    for (let x = width - 1, at = y * width + x; x >= 0; x--, at--) {
      if (distance[at] === 0) continue;
      if (x < width - 1) take(at, at + 1, straight);
      if (y < height - 1) {
        take(at, at + width, straight);
        if (x < width - 1) take(at, at + width + 1, diagonal);
        if (x > 0) take(at, at + width - 1, diagonal);
      }
      if (distance[at] === unknown) rgba.fill(beyond, at * 4, at * 4 + 3);
    }
}
