import type { ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { planarDigest } from "@graphiti/protocol/digests.ts";
import type { Engine } from "../../../node-worker/engine/engine.ts";
import type { SessionPool } from "../../../node-worker/engine/session-pool.ts";
import type { TileOfPicture } from "../../../node-worker/engine/tile-request.ts";

type Doubling = {
  sessions?: number;
  inPairs?: boolean;
  spoil?: ((planar: Uint8Array) => void) | undefined;
  holdUntil?: Promise<void> | undefined;
};

/**
 * In place of the network: each pixel of the core becomes a block of four. Tiles overtake each other.
 * @param inPairs a tile ends only while another is computed
 * @param spoil changes the planes of a result before they are hashed
 * @param holdUntil the first tiles, two for each session, wait for it
 */
export function doubling(
  { halo, scale }: Pick<ServiceRecipe, "halo" | "scale">,
  { sessions = 2, inPairs = false, spoil, holdUntil }: Doubling = {},
) {
  const seen = { running: 0, runs: 0 };
  let partner: (() => void) | undefined;
  const meet = () =>
    new Promise<void>((resolve) => {
      if (!partner) partner = resolve;
      else {
        partner();
        partner = undefined;
        resolve();
      }
    });
  const pool = {
    sessions,
    async run({ pixels: data, width, height }: TileOfPicture) {
      seen.running += 1;
      if (inPairs) await meet();
      if (++seen.runs <= 2 * sessions) await holdUntil;
      for (let turn = seen.runs % 3; turn >= 0; turn--) await new Promise(setImmediate);
      seen.running -= 1;
      const [columns, rows] = [scale * (width - 2 * halo), scale * (height - 2 * halo)];
      const area = columns * rows;
      const planar = Uint8Array.from({ length: 3 * area }, (_, at) => {
        const x = halo + Math.floor((at % columns) / scale);
        const y = halo + Math.floor((Math.floor(at / columns) % rows) / scale);
        return data[(Math.floor(at / area) * height + y) * width + x] as number;
      });
      const probe = planarDigest(planar, 3, columns, rows);
      spoil?.(planar);
      const pixels = planar.map((_, at) => planar[(at % 3) * area + Math.floor(at / 3)] as number);
      const outputDigest = planarDigest(planar, 3, columns, rows);
      return { pixels, width: columns, height: rows, outputDigest, probe, seconds: 0.01 };
    },
  };
  return { seen, pool: pool as unknown as SessionPool };
}

/** An engine that works with these sessions, as if it took a moment for each tile. */
export const engineOn = (recipe: ServiceRecipe, pool: SessionPool, secondsPerTile = 0.1): Engine => ({
  recipe,
  secondsPerTile,
  learn: () => {},
  withSessions: (use) => use(pool),
});
