import { lotOutputRoot, probeOf } from "@graphiti/protocol/digests.ts";
import { giveBack } from "@graphiti/protocol/picture/give-back.ts";
import { openPicture } from "@graphiti/protocol/picture/open-picture.ts";
import { type Tile, tilesOf } from "@graphiti/protocol/tiles.ts";
import type { Hex } from "viem";
import type { Engine } from "../engine/engine.ts";
import { ScratchPicture } from "../engine/scratch-picture.ts";
import type { SessionPool } from "../engine/session-pool.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { TileDigests } from "../journal/tile-rows.ts";
import type { LotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";
import { TileSaver } from "./save-tiles.ts";

export type Computed = { outputRoot: Hex; probe: Hex; tiles: TileDigests[] };

type Work = {
  job: KnownJob;
  lotId: bigint;
  engine: Engine;
  files: LotFiles;
  /** Told how many tiles are journalled, every now and then. */
  onTiles: (done: number) => void;
  signal: AbortSignal;
};

/**
 * Computes all tiles of a lot into its scratch picture. A tile is journalled once its pixels have reached the disk;
 * after a restart only the others are computed.
 */
export async function computeLot(node: NodeContext, work: Work): Promise<Computed> {
  const { job, lotId, engine, files } = work;
  const { width, height, hasAlpha } = job.work;
  const { scale, tileCore } = engine.recipe;
  const scratch = ScratchPicture.open(files.scratch, width * scale, height * scale, hasAlpha ? 4 : 3);
  try {
    if (scratch.isNew) node.journal.tiles.forget(lotId);
    const done = new Set(node.journal.tiles.of(lotId).map(({ tile }) => tile));
    const missing = tilesOf(job.work, tileCore).filter(({ index }) => !done.has(index));
    work.onTiles(done.size);
    if (missing.length > 0)
      await engine.withSessions((pool) => computeTiles(node, work, pool, scratch, missing));
  } finally {
    scratch.close();
  }
  const tiles = node.journal.tiles.of(lotId);
  return {
    outputRoot: lotOutputRoot(tiles.map(({ tile, outputDigest }) => ({ index: tile, digest: outputDigest }))),
    probe: probeOf(tiles.map(({ probe }) => probe)),
    tiles,
  };
}

/** While one tile of a session is computed, its next is read, or its last is written. */
const lanesPerSession = 2;

async function computeTiles(
  node: NodeContext,
  { job, lotId, engine, files, onTiles, signal }: Work,
  pool: SessionPool,
  scratch: ScratchPicture,
  tiles: Tile[],
): Promise<void> {
  const { scale, halo, tileCore } = engine.recipe;
  let done = job.terms.tiles - tiles.length;
  const onSaved = (saved: number) => {
    done += saved;
    onTiles(done);
  };
  const saver = new TileSaver(node, { lotId, scratch, scale, onSaved });
  const picture = await openPicture(files.input, files.directory);
  const queue = inTurn(tiles);
  const lane = async () => {
    for (const tile of queue) {
      signal.throwIfAborted();
      const input = await picture.haloedTile(tile, halo);
      const result = await pool.run(input, tile.plane === 1);
      giveBack(input.data);
      node.metrics.tileSeconds.observe(result.seconds);
      if (tile.width === tileCore && tile.height === tileCore) engine.learn(result.seconds);
      await saver.take(tile, result);
    }
  };
  try {
    const lanes = await Promise.allSettled(Array.from({ length: lanesPerSession * pool.sessions }, lane));
    for (const ended of lanes) if (ended.status === "rejected") throw ended.reason;
    await saver.save();
  } finally {
    await picture.close();
  }
}

/** Gives each tile to the lane that asks next. A lane that fails closes it, which ends the others after their tile. */
function* inTurn(tiles: Tile[]) {
  yield* tiles;
}
