/** 8-bit RGB, [3][height][width], halo included. */
export type HaloedTile = { planar: Uint8Array; width: number; height: number };

/**
 * The tile whose digests a service pins: noise above, hard edges below, so that values lie far apart in every layer.
 * The same on every machine.
 * @param halo the service's, in input pixels
 */
export function conformanceTile({ halo }: { halo: number }): HaloedTile {
  const width = 2 * halo + 9;
  const height = 2 * halo + 13;
  let state = 0x9e3779b9;
  const planar = Uint8Array.from({ length: 3 * width * height }, (_, at) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    const x = at % width;
    const y = Math.floor(at / width) % height;
    if (y < height / 2) return (state >>> 16) & 255;
    return ((x >> 2) ^ (y >> 1)) & 1 ? 255 : 0;
  });
  return { planar, width, height };
}
