import { join } from "node:path";
import { tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { sharp } from "@graphiti/protocol/picture/formats.ts";
import { noParams, type Work } from "@graphiti/protocol/terms.ts";
import { tilesOf } from "@graphiti/protocol/tiles.ts";
import { type Hex, zeroHash } from "viem";
import { runTiles } from "../duties/run-tiles.ts";
import { createMetrics } from "../report/metrics.ts";
import type { LocalEngine } from "./engine.ts";
import type { Pace } from "./measured-pace.ts";
import { TileFile } from "./tile-file.ts";

/** As many tiles as one thread takes so long for, and some for each session. */
const usualCpuSeconds = 8;
const leastTilesPerSession = 4;

/** The parameters of the generated picture that is timed. */
const plainParams: Hex = `0x${"5a".repeat(16)}00050000${"00".repeat(12)}`;

/**
 * Times a picture of whole tiles from opening it to its last tile in the lot's file: decoding, cutting, computing, hashing and
 * writing as a lot's worker does them.
 * @param sessions that are open, and stay open
 */
export async function measurePace(
  engine: LocalEngine,
  sessions: number,
  scratchDirectory: string,
  megapixels: number | undefined,
): Promise<Pace> {
  const { recipe, device } = engine;
  const tilePixels = recipe.tileCore ** 2;
  const wanted =
    megapixels === undefined
      ? Math.max(leastTilesPerSession * sessions, usualCpuSeconds / recipe.secondsPerTile)
      : (megapixels * 1e6) / tilePixels;
  const columns = Math.max(1, Math.round(Math.sqrt(wanted)));
  const rows = Math.max(1, Math.round(wanted / columns));
  const [width, height] = [columns * recipe.tileCore, rows * recipe.tileCore];
  const work = workOf(width, height, recipe.kind === 2 ? plainParams : noParams);
  const input = join(scratchDirectory, "input");
  if (recipe.kind === 1) await paint(input, width, height);
  const tiles = tilesOf(work, recipe.tileCore);
  const spans = tileSpans(work, recipe, { tiles: tiles.length, tilesPerLot: tiles.length }, 0);
  const file = TileFile.open(join(scratchDirectory, "tiles.rgb"), spans);
  let busySeconds = 0;
  const startedAt = performance.now();
  try {
    await runTiles(
      { metrics: createMetrics() },
      {
        ...{ engine, work, input, scratchDirectory, tiles },
        onTile: async ({ index }, { pixels, seconds }) => {
          const span = spans[index];
          if (span) file.write(span, pixels);
          busySeconds += seconds;
        },
        signal: new AbortController().signal,
      },
    );
    await file.flush();
  } finally {
    file.close();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    ...{ service: recipe.name, device, sessions },
    secondsPerTile: seconds / tiles.length,
    megapixelsPerSecond: (width * height) / 1e6 / seconds,
    busyShare: busySeconds / sessions / seconds,
  };
}

const workOf = (width: number, height: number, params: Hex): Work => ({
  ...{ serviceId: 0, width, height, hasAlpha: false, params },
  ...{ inputRoot: zeroHash, inputDigest: zeroHash, cardDigest: zeroHash },
});

/** A picture that packs like a photograph: waves with a little noise. */
async function paint(path: string, width: number, height: number): Promise<void> {
  const data = Buffer.alloc(3 * width * height);
  let state = 1;
  for (let at = 0; at < data.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)];
    data[at] = 120 + 100 * Math.sin(x / 37 + (at % 3)) * Math.cos(y / 53) + (state >>> 29);
  }
  await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(path);
}
