import type { ServiceRecipe } from "@graphiti/models/catalogue.ts";
import type { Device } from "./device-names.ts";
import { programOf } from "./program.ts";
import { SessionPool } from "./session-pool.ts";

/** One service on one machine, as the duties use it. */
export type Engine = Pick<LocalEngine, "recipe" | "secondsPerTile" | "withSessions" | "learn">;

/** Sessions are kept so long for the next lot. Milliseconds. */
const lingerMs = 2_000;

type Lent = { pool: Promise<SessionPool>; users: number; timer?: NodeJS.Timeout };

/** A service on a device that has shown that it computes it exactly. Model and sessions are opened when they are needed. */
export class LocalEngine {
  readonly recipe: ServiceRecipe;
  readonly device: Device;
  /** For a tile of full size while all sessions work: a lot of n tiles takes n times as long. */
  secondsPerTile: number;
  readonly #sessions: number;
  #lent: Lent | undefined;

  constructor(recipe: ServiceRecipe, device: Device, sessions: number, secondsPerTile: number) {
    this.recipe = recipe;
    this.device = device;
    this.#sessions = sessions;
    this.secondsPerTile = secondsPerTile;
  }

  /**
   * Runs `work` with this service's sessions, which others may use at the same time: there are never more than the
   * machine has cores. Soon after the last user they are closed: an idle node holds no tensors.
   */
  async withSessions<T>(work: (pool: SessionPool) => Promise<T>): Promise<T> {
    this.#lent ??= { pool: this.#open(), users: 0 };
    const lent = this.#lent;
    clearTimeout(lent.timer);
    lent.users += 1;
    try {
      return await work(await lent.pool);
    } finally {
      lent.users -= 1;
      if (lent.users === 0) await this.#leave(lent);
    }
  }

  /** Closes the sessions that wait for the next user. */
  async close(): Promise<void> {
    if (this.#lent?.users === 0) await this.#end(this.#lent);
  }

  /** Moves the estimate towards what one session has really taken for a tile of full size. */
  learn(sessionSeconds: number): void {
    this.secondsPerTile = this.secondsPerTile * 0.95 + (sessionSeconds / this.#sessions) * 0.05;
  }

  async #open(): Promise<SessionPool> {
    return SessionPool.open(await programOf(this.recipe, this.device), this.#sessions);
  }

  async #leave(lent: Lent): Promise<void> {
    const pool = await lent.pool.catch(() => undefined);
    if (lent.users > 0) return;
    if (!pool || pool.broken) return this.#end(lent);
    lent.timer = setTimeout(() => void this.#end(lent), lingerMs).unref();
  }

  async #end(lent: Lent): Promise<void> {
    clearTimeout(lent.timer);
    if (this.#lent === lent) this.#lent = undefined;
    await (await lent.pool.catch(() => undefined))?.close();
  }
}
