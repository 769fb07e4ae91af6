import { lotOutputRoot, probeOf } from "@graphiti/protocol/digests.ts";
import { giveBack } from "@graphiti/protocol/picture/give-back.ts";
import { openPicture } from "@graphiti/protocol/picture/open-picture.ts";
import { type Tile, tilesOf } from "@graphiti/protocol/tiles.ts";
import type { Hex } from "viem";
import { computeTile } from "../engine/compute-tile.ts";
import type { Engine } from "../engine/engine.ts";
import { ScratchPicture } from "../engine/scratch-picture.ts";
import type { SessionPool } from "../engine/session-pool.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { TileDigests } from "../journal/tile-rows.ts";
import type { LotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";

export type Computed = { outputRoot: Hex; probe: Hex; tiles: TileDigests[] };

type Work = {
  job: KnownJob;
  lotId: bigint;
  engine: Engine;
  files: LotFiles;
  onTile: (done: number) => void;
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
    work.onTile(done.size);
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

async function computeTiles(
  node: NodeContext,
  { job, lotId, engine, files, onTile, signal }: Work,
  pool: SessionPool,
  scratch: ScratchPicture,
  tiles: Tile[],
): Promise<void> {
  const { scale, halo, tileCore } = engine.recipe;
  const picture = await openPicture(files.input, files.directory);
  try {
    let done = job.terms.tiles - tiles.length;
    for (const tile of tiles) {
      signal.throwIfAborted();
      const startedAt = performance.now();
      const pixels = await picture.haloedTile(tile, halo);
      const isAlpha = tile.plane === 1;
      const result = await computeTile(
        pool,
        pixels,
        { scale, halo },
        ({ pixels: data, width, height }, row) => {
          const band = { x: tile.x * scale, y: tile.y * scale + row, width, height, data };
          if (isAlpha) scratch.writeAlpha(band);
          else scratch.writeColour(band);
        },
        { signal, isAlpha },
      );
      giveBack(pixels.data);
      scratch.flush();
      node.checkpoint("tile written");
      node.journal.tiles.add(lotId, { tile: tile.index, ...result });
      const seconds = (performance.now() - startedAt) / 1000;
      node.metrics.tileSeconds.observe(seconds);
      if (tile.width === tileCore && tile.height === tileCore) engine.learn(seconds);
      onTile(++done);
    }
  } finally {
    await picture.close();
  }
}
