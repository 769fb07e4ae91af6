export type Tile = { name: string; planar: Uint8Array; width: number; height: number };

/** Numbers that look random and are the same in every run. */
export function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
}

export function tile(
  name: string,
  width: number,
  height: number,
  value: (x: number, y: number, colour: number) => number,
): Tile {
  const planar = new Uint8Array(3 * width * height);
  for (let at = 0; at < planar.length; at++) {
    const inPlane = at % (width * height);
    planar[at] = value(inPlane % width, Math.floor(inPlane / width), Math.floor(at / (width * height)));
  }
  return { name, planar, width, height };
}

export function noiseTile(width: number, height: number, seed = 1): Tile {
  return tile(`noise ${width}×${height}`, width, height, noise(seed));
}

/** Haloed tiles that drive sums to their extremes, and the smallest and oddest sizes that a picture's edge gives. */
export function adversarialTiles(halo: number): Tile[] {
  const side = 2 * halo + 5;
  const next = noise(7);
  return [
    noiseTile(side, side),
    tile("binary noise", side, side, () => (next() & 1) * 255),
    tile("checker", side, side, (x, y) => ((x + y) & 1) * 255),
    tile("coarse checker", side, side, (x, y) => (((x >> 2) + (y >> 2)) & 1) * 255),
    tile("black", side, side, () => 0),
    tile("white", side, side, () => 255),
    tile("stripes", side, side, (x, _, colour) => (x % 3 === colour ? 255 : 0)),
    tile("rows", side, side, (_, y, colour) => (y % 2 === colour % 2 ? 255 : 0)),
    noiseTile(2 * halo + 1, 2 * halo + 1, 2),
    noiseTile(2 * halo + 1, 2 * halo + 8, 3),
    noiseTile(2 * halo + 13, 2 * halo + 2, 4),
    noiseTile(2 * halo + 7, 2 * halo + 3, 5),
  ];
}

/** A few small haloed tiles for networks that take long: noise and hard edges, of odd sizes. */
export function oddTiles(halo: number): Tile[] {
  const next = noise(9);
  return [
    noiseTile(2 * halo + 3, 2 * halo + 1, 2),
    tile("edges", 2 * halo + 2, 2 * halo + 5, (x, y) => (((x >> 2) + (y >> 1)) & 1) * 255),
    tile("binary noise", 2 * halo + 1, 2 * halo + 2, () => (next() & 1) * 255),
    // Networks that smooth what they take for noise leave a step alone.
    tile("step", 2 * halo + 4, 2 * halo + 4, (x, y, colour) => (x + 2 * y > 3 * halo + 6 + colour ? 255 : 0)),
  ];
}

/** The tile with its border pixels repeated outwards. */
export function withHalo({ planar, width, height }: Omit<Tile, "name">, halo: number): Tile {
  const inside = (at: number, size: number) => Math.min(size - 1, Math.max(0, at - halo));
  return tile("haloed", width + 2 * halo, height + 2 * halo, (x, y, colour) => {
    return planar[(colour * height + inside(y, height)) * width + inside(x, width)] as number;
  });
}
