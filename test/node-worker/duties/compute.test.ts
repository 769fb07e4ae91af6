import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { recipeOf, type ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { sharp } from "@graphiti/protocol/picture/formats.ts";
import type { Work } from "@graphiti/protocol/terms.ts";
import { tileCount } from "@graphiti/protocol/tiles.ts";
import { type Computed, computeLot } from "../../../node-worker/duties/compute.ts";
import { joinOwnTiles, makeFile } from "../../../node-worker/duties/deliver.ts";
import type { JobFiles, LotFiles } from "../../../node-worker/duties/lot-files.ts";
import { TileFile } from "../../../node-worker/engine/tile-file.ts";
import { createMetrics } from "../../../node-worker/report/metrics.ts";
import { Crash, crashAt } from "../support/crash.ts";
import { doubling, engineOn } from "../support/doubling.ts";
import { paintPng } from "../support/pictures.ts";
import { job, lotRow, standIn } from "./stand-in.ts";

const recipe: ServiceRecipe = { ...recipeOf("faithful-x2"), tileCore: 16 };
const size = { width: 90, height: 40, hasAlpha: true };
const work: Work = { ...job.work, ...size };
const tiles = tileCount(work, recipe.tileCore);
const { lotId } = lotRow;
const spans = tileSpans(work, recipe, { tiles, tilesPerLot: tiles }, 0);

describe("the tiles of a lot", () => {
  let stage: ReturnType<typeof standIn>;
  let files: LotFiles;
  let sources: JobFiles;
  beforeEach(async () => {
    stage = standIn({ nowSeconds: 0, jobState: "live", lot: {} });
    files = await stage.files();
    sources = await stage.sources();
    await paintPng(sources.input, size.width, size.height, size.hasAlpha);
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
    const { pool, seen } = doubling(recipe, { inPairs });
    const engine = engineOn(recipe, pool);
    const node = { ...stage.node, metrics: createMetrics(), checkpoint: crashAt(crash).checkpoint };
    const reported: number[] = [];
    const onTiles = (done: number) => {
      assert.equal(stage.journal.tiles.of(lotId).length, done, "tiles were reported that are not journalled");
      reported.push(done);
    };
    const result = computeLot(node, { lotId, work, spans, engine, sources, files, onTiles, signal });
    return { result, seen, reported };
  }

  async function assertIsDoubled(computed: Computed) {
    const { order } = job.terms;
    const terms = { ...job.terms, tiles, order: { ...order, tilesPerLot: tiles } };
    const engine = engineOn(recipe, doubling(recipe).pool);
    const finished = { job: { ...job, work, terms }, lotId, engine, sources, files };
    await joinOwnTiles(finished, spans, computed);
    await makeFile(finished, computed.outputRoot);
    const made = await sharp(files.result).raw().toBuffer();
    const input = await sharp(sources.input).raw().toBuffer();
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
    const computed = await result;
    assert.equal(computed.tiles.length, tiles);
    assert.equal(seen.runs, tiles);
    assert.equal(reported.at(-1), tiles);
    assert.ok(reported.length > 5 && reported.length < tiles, `${reported.length} reports`);
    await assertIsDoubled(computed);
  });

  /** A disk that keeps what was written before a flush only, and loses power in the n-th one. */
  function losePowerIn(nthFlush: number) {
    let flushes = 0;
    let kept: Buffer | undefined;
    const flush = mock.method(TileFile.prototype, "flush", async () => {
      const written = readFileSync(files.tiles);
      // Others write meanwhile.
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
      if (++flushes >= nthFlush) throw new Crash("no power");
      kept = written;
    });
    return {
      flushes: () => flushes,
      restore: () => {
        flush.mock.restore();
        if (kept) writeFileSync(files.tiles, kept);
        else rmSync(files.tiles);
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
      rmSync(files.tiles);
      const disk = losePowerIn(nth);
      await assert.rejects(compute().result, { message: "no power" });
      disk.restore();
      const journalled = stage.journal.tiles.of(lotId).length;
      const { result, seen } = compute();
      const computed = await result;
      assert.equal(computed.outputRoot, outputRoot);
      assert.equal(seen.runs, tiles - journalled, "a journalled tile was computed again");
      await assertIsDoubled(computed);
    }
  });

  it("are finished by the next life when this one ends before they are journalled", async () => {
    await assert.rejects(compute({ crash: 3 }).result, Crash);
    assert.ok(stage.journal.tiles.of(lotId).length > 0);
    await assertIsDoubled(await compute().result);
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
