import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { recipeOf, type ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { planarDigest } from "@graphiti/protocol/digests.ts";
import { sharp } from "@graphiti/protocol/picture/formats.ts";
import type { Planar } from "@graphiti/protocol/picture/halo.ts";
import type { Work } from "@graphiti/protocol/terms.ts";
import { tileCount } from "@graphiti/protocol/tiles.ts";
import type { Hex } from "viem";
import { computeLot } from "../../../node-worker/duties/compute.ts";
import { encodePng, verifyPng } from "../../../node-worker/engine/assemble.ts";
import type { Engine } from "../../../node-worker/engine/engine.ts";
import { ScratchPicture } from "../../../node-worker/engine/scratch-picture.ts";
import type { SessionPool } from "../../../node-worker/engine/session-pool.ts";
import { createMetrics } from "../../../node-worker/report/metrics.ts";
import { Crash, crashAt } from "../support/crash.ts";
import { paintPng } from "../support/pictures.ts";
import { job, lotRow, standIn } from "./stand-in.ts";

const recipe: ServiceRecipe = { ...recipeOf("faithful-x2"), tileCore: 16 };
const sessions = 2;
const size = { width: 90, height: 40, hasAlpha: true };
const work: Work = { ...job.work, ...size };
const tiles = tileCount(work, recipe.tileCore);
const { lotId } = lotRow;

/**
 * In place of the network: each pixel of the core becomes a block of four. Tiles overtake each other.
 * @param inPairs a tile ends only while another is computed
 */
function doubling(inPairs: boolean) {
  const seen = { running: 0, runs: 0 };
  let partner: (() => void) | undefined;
  const meet = () =>
    new Promise<void>((resolve) => {
      if (!partner) partner = resolve;
      else {
        partner();
        partner = undefined;
        resolve();
      }
    });
  const { halo, scale } = recipe;
  const pool = {
    sessions,
    async run({ data, width, height }: Planar) {
      seen.running += 1;
      if (inPairs) await meet();
      for (let turn = ++seen.runs % 3; turn >= 0; turn--) await new Promise(setImmediate);
      seen.running -= 1;
      const [columns, rows] = [scale * (width - 2 * halo), scale * (height - 2 * halo)];
      const area = columns * rows;
      const planar = Uint8Array.from({ length: 3 * area }, (_, at) => {
        const x = halo + Math.floor((at % columns) / scale);
        const y = halo + Math.floor((Math.floor(at / columns) % rows) / scale);
        return data[(Math.floor(at / area) * height + y) * width + x] as number;
      });
      const pixels = planar.map((_, at) => planar[(at % 3) * area + Math.floor(at / 3)] as number);
      const outputDigest = planarDigest(planar, 3, columns, rows);
      return { pixels, width: columns, height: rows, outputDigest, probe: outputDigest, seconds: 0.01 };
    },
  };
  return { seen, pool: pool as unknown as SessionPool };
}

describe("the tiles of a lot", () => {
  let stage: ReturnType<typeof standIn>;
  let files: Awaited<ReturnType<ReturnType<typeof standIn>["files"]>>;
  beforeEach(async () => {
    stage = standIn({ nowSeconds: 0, jobState: "live", lot: {} });
    files = await stage.files();
    await paintPng(files.input, size.width, size.height, size.hasAlpha);
    // Every few tiles are a batch, however fast they are computed.
    let nowMs = 0;
    mock.method(performance, "now", () => {
      nowMs += 150;
      return nowMs;
    });
  });
  afterEach(() => {
    mock.restoreAll();
    stage.close();
  });

  function compute({ crash = 0, inPairs = false, signal = new AbortController().signal } = {}) {
    const { pool, seen } = doubling(inPairs);
    const engine: Engine = { recipe, secondsPerTile: 1, learn: () => {}, withSessions: (use) => use(pool) };
    const node = { ...stage.node, metrics: createMetrics(), checkpoint: crashAt(crash).checkpoint };
    const known = { ...job, work, terms: { ...job.terms, tiles } };
    const reported: number[] = [];
    const onTiles = (done: number) => {
      assert.equal(stage.journal.tiles.of(lotId).length, done, "tiles were reported that are not journalled");
      reported.push(done);
    };
    const result = computeLot(node, { job: known, lotId, engine, files, onTiles, signal });
    return { result, seen, reported };
  }

  async function assertIsDoubled(outputRoot: Hex) {
    await encodePng(files.scratch, files.result);
    await verifyPng(files.result, files.directory, recipe, outputRoot);
    const made = await sharp(files.result).raw().toBuffer();
    const input = await sharp(files.input).raw().toBuffer();
    assert.equal(made.length, recipe.scale ** 2 * input.length);
    for (let at = 0; at < made.length; at++) {
      const pixel = Math.floor(at / 4);
      const x = Math.floor((pixel % (2 * size.width)) / 2);
      const y = Math.floor(pixel / (2 * size.width) / 2);
      if (made[at] !== input[(y * size.width + x) * 4 + (at % 4)]) assert.fail(`byte ${at} is ${made[at]}`);
    }
  }

  it("are computed side by side and make the picture, whatever their order", {
    timeout: 30_000,
  }, async () => {
    const { result, reported, seen } = compute({ inPairs: true });
    const { outputRoot, tiles: computed } = await result;
    assert.equal(computed.length, tiles);
    assert.equal(seen.runs, tiles);
    assert.equal(reported.at(-1), tiles);
    assert.ok(reported.length > 5 && reported.length < tiles, `${reported.length} reports`);
    await assertIsDoubled(outputRoot);
  });

  /** A disk that keeps what was written before a flush only, and loses power in the n-th one. */
  function losePowerIn(nthFlush: number) {
    let flushes = 0;
    let kept: Buffer | undefined;
    const flush = mock.method(ScratchPicture.prototype, "flush", async () => {
      const written = readFileSync(files.scratch);
      // Others write meanwhile.
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
      if (++flushes >= nthFlush) throw new Crash("no power");
      kept = written;
    });
    return {
      flushes: () => flushes,
      restore: () => {
        flush.mock.restore();
        if (kept) writeFileSync(files.scratch, kept);
        else rmSync(files.scratch);
      },
    };
  }

  it("are journalled only once their pixels are on the disk", async () => {
    const whole = losePowerIn(Number.POSITIVE_INFINITY);
    const { outputRoot } = await compute().result;
    whole.restore();
    assert.ok(whole.flushes() > 5);
    for (const nth of [1, 2, whole.flushes()]) {
      stage.journal.tiles.forget(lotId);
      rmSync(files.scratch);
      const disk = losePowerIn(nth);
      await assert.rejects(compute().result, { message: "no power" });
      disk.restore();
      const journalled = stage.journal.tiles.of(lotId).length;
      const { result, seen } = compute();
      assert.equal((await result).outputRoot, outputRoot);
      assert.equal(seen.runs, tiles - journalled, "a journalled tile was computed again");
      await assertIsDoubled(outputRoot);
    }
  });

  it("are finished by the next life when this one ends before they are journalled", async () => {
    await assert.rejects(compute({ crash: 3 }).result, Crash);
    assert.ok(stage.journal.tiles.of(lotId).length > 0);
    await assertIsDoubled((await compute().result).outputRoot);
  });

  it("are left alone once their time is up", async () => {
    const controller = new AbortController();
    const { result, seen, reported } = compute({ signal: controller.signal });
    controller.abort(new Error("too late"));
    await assert.rejects(result, { message: "too late" });
    assert.equal(seen.running, 0);
    assert.ok((reported.at(-1) ?? 0) < tiles);
  });
});
