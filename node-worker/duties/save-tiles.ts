import type { TileSpan } from "@graphiti/protocol/lot-pixels.ts";
import { giveBack } from "@graphiti/protocol/picture/give-back.ts";
import type { TileFile } from "../engine/tile-file.ts";
import type { TileResult } from "../engine/tile-request.ts";
import type { TileDigests } from "../journal/tile-rows.ts";
import type { NodeContext } from "./node-context.ts";

/** As much work as a crash may cost; flushing and journalling each tile would cost more. */
const shortestGapMs = 500;

type Saving = { lotId: bigint; file: TileFile; onSaved: (tiles: number) => void };

/**
 * Writes finished tiles into the lot's file, and journals them some at a time: each only after its pixels have
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
  async take(span: TileSpan, { pixels, outputDigest, probe }: TileResult): Promise<void> {
    this.#saving.file.write(span, pixels);
    giveBack(pixels);
    this.#written.push({ tile: span.tile.index, outputDigest, probe });
    if (performance.now() - this.#savedAtMs >= shortestGapMs) await this.save();
  }

  /** Journals what was written before the call. More may be written, and saved, while the disk is waited for. */
  async save(): Promise<void> {
    const { lotId, file, onSaved } = this.#saving;
    const { journal, checkpoint } = this.#node;
    this.#savedAtMs = performance.now();
    const tiles = this.#written;
    this.#written = [];
    await file.flush();
    checkpoint("tiles written");
    journal.atomically(() => {
      for (const tile of tiles) journal.tiles.add(lotId, tile);
    });
    onSaved(tiles.length);
  }
}
