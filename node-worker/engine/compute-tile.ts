import { bandsOf } from "@graphiti/models/bands.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import { giveBack } from "@graphiti/protocol/picture/give-back.ts";
import type { Planar } from "@graphiti/protocol/picture/halo.ts";
import type { Hex } from "viem";
import type { SessionPool } from "./session-pool.ts";
import type { BandResult } from "./session-worker.ts";

/** Rows of a tile's core that are computed at once. More rows cost memory, fewer repeat more work in the halo. */
const coreRowsPerBand = 16;

export type TileResult = {
  outputDigest: Hex;
  /** Layer digest of the last hidden layer. */
  probe: Hex;
};

type Options = {
  signal?: AbortSignal;
  /** Core rows of a band; the result does not depend on it. */
  bandRows?: number;
  isAlpha?: boolean;
};

/**
 * Computes one haloed tile in bands, at most as many at once as there are sessions.
 * @param keep takes each band's pixels in order, and copies what it wants; `row` is the first of its rows in the
 *   result
 */
export async function computeTile(
  pool: SessionPool,
  tile: Planar,
  geometry: { scale: number; halo: number },
  keep: (band: BandResult, row: number) => void,
  { signal, bandRows = coreRowsPerBand, isAlpha = false }: Options = {},
): Promise<TileResult> {
  const outputRows: Uint8Array[] = [];
  const probeRows: Uint8Array[] = [];
  const running: { row: number; result: Promise<BandResult> }[] = [];
  const take = async () => {
    const next = running.shift();
    if (!next) return;
    const band = await next.result;
    keep(band, next.row);
    giveBack(band.pixels);
    outputRows.push(band.outputRows);
    probeRows.push(band.probeRows);
  };
  try {
    for (const band of bandsOf(tile.height - 2 * geometry.halo, bandRows, geometry)) {
      signal?.throwIfAborted();
      const input = rowsOf(tile, band.inputTop, band.inputRows);
      running.push({ row: band.resultTop, result: pool.run(input, band.probeRows, isAlpha) });
      if (running.length >= pool.sessions) await take();
    }
    while (running.length > 0) await take();
  } catch (error) {
    // What still runs has no one to report to.
    await Promise.allSettled(running.map(({ result }) => result));
    throw error;
  }
  return { outputDigest: sha256(Buffer.concat(outputRows)), probe: sha256(Buffer.concat(probeRows)) };
}

/** Some rows of a planar picture, over its whole width. */
function rowsOf({ data, channels, width, height }: Planar, top: number, rows: number): Planar {
  const part = new Uint8Array(channels * rows * width);
  for (let plane = 0; plane < channels; plane++) {
    const start = (plane * height + top) * width;
    part.set(data.subarray(start, start + rows * width), plane * rows * width);
  }
  return { data: part, channels, width, height: rows };
}
