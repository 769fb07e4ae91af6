import { giveBack } from "@graphiti/protocol/picture/give-back.ts";
import type { Tile } from "@graphiti/protocol/tiles.ts";
import type { ScratchPicture } from "../engine/scratch-picture.ts";
import type { TileResult } from "../engine/session-worker.ts";
import type { TileDigests } from "../journal/tile-rows.ts";
import type { NodeContext } from "./node-context.ts";

/** As much work as a crash may cost; flushing and journalling each tile would cost more. */
const shortestGapMs = 500;

type Saving = { lotId: bigint; scratch: ScratchPicture; scale: number; onSaved: (tiles: number) => void };

/**
 * Writes finished tiles into the scratch picture, and journals them some at a time: each only after its pixels have
 * reached the disk.
 */
export class TileSaver {
  readonly #node: NodeContext;
  readonly #saving: Saving;
  #written: TileDigests[] = [];
  #savedAtMs = performance.now();

  constructor(node: NodeContext, saving: Saving) {
    this.#node = node;
    this.#saving = saving;
  }

  /** Takes the pixels away from `result`. */
  async take(tile: Tile, result: TileResult): Promise<void> {
    const { scratch, scale } = this.#saving;
    const { pixels: data, width, height, outputDigest, probe } = result;
    const pixels = { x: tile.x * scale, y: tile.y * scale, width, height, data };
    if (tile.plane === 1) scratch.writeAlpha(pixels);
    else scratch.writeColour(pixels);
    giveBack(data);
    this.#written.push({ tile: tile.index, outputDigest, probe });
    if (performance.now() - this.#savedAtMs >= shortestGapMs) await this.save();
  }

  /** Journals what was written before the call. More may be written, and saved, while the disk is waited for. */
  async save(): Promise<void> {
    const { lotId, scratch, onSaved } = this.#saving;
    const { journal, checkpoint } = this.#node;
    const tiles = this.#written;
    this.#written = [];
    this.#savedAtMs = performance.now();
    await scratch.flush();
    checkpoint("tiles written");
    journal.atomically(() => {
      for (const tile of tiles) journal.tiles.add(lotId, tile);
    });
    onSaved(tiles.length);
  }
}
