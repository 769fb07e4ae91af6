import { lotOutputRoot } from "@graphiti/protocol/digests.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import type { TileSpan } from "@graphiti/protocol/lot-pixels.ts";
import type { Work } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import type { Engine } from "../engine/engine.ts";
import { TileFile } from "../engine/tile-file.ts";
import type { Journal } from "../journal/journal.ts";
import type { TileDigests } from "../journal/tile-rows.ts";
import type { JobFiles, LotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";
import { runTiles } from "./run-tiles.ts";
import { TileSaver } from "./save-tiles.ts";

/** What a lot's tiles came to. */
export type Computed = { outputRoot: Hex; tiles: TileDigests[] };

type Task = {
  lotId: bigint;
  spans: readonly TileSpan[];
  work: Work;
  engine: Engine;
  sources: JobFiles;
  files: LotFiles;
  /** Told how many tiles are journalled, every now and then. */
  onTiles: (done: number) => void;
  signal: AbortSignal;
};

/**
 * Computes all tiles of a lot into its file, and their digests into the journal. A tile is journalled once its pixels
 * have reached the disk; after a restart only the others are computed.
 */
export async function computeLot(node: NodeContext, task: Task): Promise<Computed> {
  const { lotId, spans, engine, sources, files, onTiles, signal } = task;
  const { journal } = node;
  const file = TileFile.open(files.tiles, spans);
  try {
    if (file.isNew) journal.tiles.forget(lotId);
    const here = new Set(journal.tiles.of(lotId).map(({ tile }) => tile));
    const missing = new Map(spans.map((span) => [span.tile.index, span]));
    for (const tile of here) missing.delete(tile);
    let done = here.size;
    onTiles(done);
    const onSaved = (saved: number) => {
      done += saved;
      onTiles(done);
    };
    const saver = new TileSaver(node, { lotId, file, onSaved });
    await runTiles(node, {
      engine,
      work: task.work,
      input: sources.input,
      scratchDirectory: files.directory,
      tiles: [...missing.values()].map(({ tile }) => tile),
      onTile: (tile, result) => saver.take(missing.get(tile.index) as TileSpan, result),
      signal,
    });
    if (missing.size > 0) await saver.save();
  } finally {
    file.close();
  }
  return computedTiles(journal, lotId, spans.length);
}

/** What the journal knows of a lot's tiles. @throws RESULT_DIFFERS when that is not all */
export function computedTiles({ tiles }: Pick<Journal, "tiles">, lotId: bigint, count: number): Computed {
  const computed = tiles.of(lotId);
  if (computed.length !== count)
    fail("RESULT_DIFFERS", "Not all tiles of the lot are here.", { retryable: true });
  const leaves = computed.map(({ tile, outputDigest }) => ({ index: tile, digest: outputDigest }));
  return { outputRoot: lotOutputRoot(leaves), tiles: computed };
}
