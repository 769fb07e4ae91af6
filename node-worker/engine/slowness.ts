import type { ServiceRecipe } from "@graphiti/models/catalogue.ts";
import type { LocalEngine } from "./engine.ts";
import type { TileRequest } from "./tile-request.ts";

const tries = 2;
const grey = 128;
const plainParams = {
  seed: `0x${"5a".repeat(16)}`,
  palette: 0,
  complexity: 5,
  symmetry: 0,
  variation: 0,
} as const;

/** A tile of full size, as good as any for telling how long one takes. */
export function plainTile({ kind, tileCore, halo }: ServiceRecipe): TileRequest {
  const side = tileCore + 2 * halo;
  if (kind === 1)
    return { pixels: new Uint8Array(3 * side ** 2).fill(grey), width: side, height: side, isAlpha: false };
  const size = { width: side, height: side };
  return { params: plainParams, picture: size, rect: { x: 0, y: 0, ...size } };
}

/**
 * How long a tile takes here, with all sessions at work, beside what the recipe says of one thread. The best of some:
 * others use the machine too.
 */
export async function slownessOf(engine: LocalEngine): Promise<number> {
  const seconds = await engine.withSessions(async (pool) => {
    let shortestMs = Number.POSITIVE_INFINITY;
    for (let n = 0; n < tries; n++) {
      const startedAt = performance.now();
      await Promise.all(Array.from({ length: pool.sessions }, () => pool.run(plainTile(engine.recipe))));
      shortestMs = Math.min(shortestMs, performance.now() - startedAt);
    }
    return shortestMs / 1000 / pool.sessions;
  });
  await engine.close();
  return seconds / engine.recipe.secondsPerTile;
}
