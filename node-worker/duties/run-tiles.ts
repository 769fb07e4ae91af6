import { giveBack } from "@graphiti/protocol/picture/give-back.ts";
import type { Work } from "@graphiti/protocol/terms.ts";
import type { Tile } from "@graphiti/protocol/tiles.ts";
import type { Engine } from "../engine/engine.ts";
import type { SessionPool } from "../engine/session-pool.ts";
import type { TileResult } from "../engine/tile-request.ts";
import type { NodeContext } from "./node-context.ts";
import { openTileSource } from "./tile-source.ts";

/** While one tile of a session is computed, its next is read, or its last is written. */
const lanesPerSession = 2;

export type TileRun = {
  engine: Engine;
  work: Work;
  /** A verified input, and a folder for its decoded form. */
  input: string;
  scratchDirectory: string;
  tiles: readonly Tile[];
  /** Takes a finished tile. Several may be under way. */
  onTile: (tile: Tile, result: TileResult) => Promise<void>;
  signal: AbortSignal;
};

/** Computes tiles of a picture, on all sessions side by side and in any order. */
export async function runTiles(node: Pick<NodeContext, "metrics">, run: TileRun): Promise<void> {
  if (run.tiles.length === 0) return;
  await run.engine.withSessions((pool) => onPool(node, run, pool));
}

async function onPool(
  { metrics }: Pick<NodeContext, "metrics">,
  run: TileRun,
  pool: SessionPool,
): Promise<void> {
  const { engine, signal, onTile } = run;
  const { tileCore } = engine.recipe;
  const source = await openTileSource(run);
  const queue = inTurn(run.tiles);
  const lane = async () => {
    for (const tile of queue) {
      signal.throwIfAborted();
      const request = await source.request(tile);
      const result = await pool.run(request);
      if ("pixels" in request) giveBack(request.pixels);
      metrics.tileSeconds.observe(result.seconds);
      if (tile.width === tileCore && tile.height === tileCore) engine.learn(result.seconds);
      await onTile(tile, result);
    }
  };
  try {
    const lanes = await Promise.allSettled(Array.from({ length: lanesPerSession * pool.sessions }, lane));
    for (const ended of lanes) if (ended.status === "rejected") throw ended.reason;
  } finally {
    await source.close();
  }
}

/** Gives each tile to the lane that asks next. A lane that fails closes it, which ends the others after their tile. */
function* inTurn(tiles: readonly Tile[]) {
  yield* tiles;
}
