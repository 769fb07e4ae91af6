import type { ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { loadNetwork } from "@graphiti/models/load-network.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
import type { Planar } from "@graphiti/protocol/picture/halo.ts";
import { selfTest } from "./self-test.ts";
import { SessionPool } from "./session-pool.ts";

/** One service on one machine, as the duties use it. */
export type Engine = Pick<LocalEngine, "recipe" | "secondsPerTile" | "withSessions" | "learn">;

/** A service on this machine, after it has shown that it computes it exactly. */
export class LocalEngine {
  readonly recipe: ServiceRecipe;
  /** Measured, for a tile of full size while all sessions work: a lot of n tiles takes n times as long. */
  secondsPerTile: number;
  readonly #sessions: number;

  private constructor(recipe: ServiceRecipe, sessions: number, secondsPerTile: number) {
    this.recipe = recipe;
    this.#sessions = sessions;
    this.secondsPerTile = secondsPerTile;
  }

  /** @throws DEVICE_DIFFERS when the machine does not pass the conformance vectors; MODEL_DIGEST_MISMATCH */
  static async open(recipe: ServiceRecipe, sessions: number): Promise<LocalEngine> {
    const pool = await SessionPool.open(await modelBytes(recipe.name), sessions);
    try {
      await selfTest(pool, await loadNetwork(recipe.name), recipe);
      return new LocalEngine(recipe, sessions, await timeTile(pool, recipe));
    } finally {
      await pool.close();
    }
  }

  /** Runs `work` with sessions that live no longer: an idle node holds no tensors. */
  async withSessions<T>(work: (pool: SessionPool) => Promise<T>): Promise<T> {
    const pool = await SessionPool.open(await modelBytes(this.recipe.name), this.#sessions);
    try {
      return await work(pool);
    } finally {
      await pool.close();
    }
  }

  /** Moves the estimate towards what one session has really taken for a tile of full size. */
  learn(sessionSeconds: number): void {
    this.secondsPerTile = this.secondsPerTile * 0.95 + (sessionSeconds / this.#sessions) * 0.05;
  }
}

/** Times a tile on all sessions at once. The best of some: others use the machine too. */
async function timeTile(pool: SessionPool, { tileCore, halo }: ServiceRecipe): Promise<number> {
  const tries = 3;
  const side = tileCore + 2 * halo;
  const tile: Planar = {
    data: new Uint8Array(3 * side ** 2).fill(128),
    channels: 3,
    width: side,
    height: side,
  };
  let shortestMs = Number.POSITIVE_INFINITY;
  for (let n = 0; n < tries; n++) {
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: pool.sessions }, () => pool.run(tile, false)));
    shortestMs = Math.min(shortestMs, performance.now() - startedAt);
  }
  return shortestMs / 1000 / pool.sessions;
}
