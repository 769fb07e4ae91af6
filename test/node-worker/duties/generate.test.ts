import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import type { ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { generators } from "@graphiti/models/generate/generators.ts";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { sha256, tilesRoot } from "@graphiti/protocol/digests.ts";
import { encodeGenerateParams } from "@graphiti/protocol/generate-params.ts";
import { interleavedDigest, tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { canonicalJson, parseArtCard } from "@graphiti/protocol/metadata.ts";
import { sharp } from "@graphiti/protocol/picture/formats.ts";
import { hashWork, lotIdOf, noParams, type Work } from "@graphiti/protocol/terms.ts";
import { tileCount } from "@graphiti/protocol/tiles.ts";
import { type Hex, hexToBytes, zeroAddress, zeroHash } from "viem";
import { checkResult } from "../../../node-worker/duties/check-result.ts";
import { computeLot } from "../../../node-worker/duties/compute.ts";
import { joinOwnTiles, makeFile, storePicture } from "../../../node-worker/duties/deliver.ts";
import type { NodeContext } from "../../../node-worker/duties/node-context.ts";
import { engineFor, verifyInput } from "../../../node-worker/duties/verify-input.ts";
import { SessionPool } from "../../../node-worker/engine/session-pool.ts";
import type { TileRequest, TileResult } from "../../../node-worker/engine/tile-request.ts";
import { createMetrics } from "../../../node-worker/report/metrics.ts";
import { engineOn } from "../support/doubling.ts";
import { memoryStore } from "../support/memory-store.ts";
import { job as plainJob, standIn } from "./stand-in.ts";

const recipe: ServiceRecipe = {
  ...{ name: "flow", kind: 2, family: "flow", scale: 1, tileCore: 32, halo: 0, channels: 4, probeLayer: 0 },
  modelDigest: `0x${"f1".repeat(32)}`,
  secondsPerTile: 0.1,
  conformance: { result: zeroHash, probe: zeroHash },
};
const wanted = {
  seed: `0x${"2b".repeat(16)}`,
  palette: 4,
  complexity: 6,
  symmetry: 0,
  variation: 1,
} as const;
const params = encodeGenerateParams(wanted);
const bytes = hexToBytes(params);
const cardBytes = canonicalJson(parseArtCard({ title: "A flow" }));
const size = { width: 70, height: 40, hasAlpha: false };
const work: Work = {
  ...{ ...plainJob.work, ...size, params },
  inputDigest: sha256(bytes),
  inputRoot: tilesRoot([{ index: 0, digest: sha256(bytes) }]),
  cardDigest: sha256(cardBytes),
};
const tiles = tileCount(size, recipe.tileCore);
const { signal } = new AbortController();

function jobOf(replaced: Partial<Work> = {}, inputCid = rawCid(sha256(bytes))) {
  const own = { ...work, ...replaced };
  const order = { ...plainJob.terms.order, tilesPerLot: tiles };
  const terms = {
    ...plainJob.terms,
    tiles: tileCount(own, recipe.tileCore),
    workHash: hashWork(own),
    order,
  };
  return { ...plainJob, work: own, terms, inputCid };
}

let honest: SessionPool;
before(async () => {
  honest = await SessionPool.open({ kind: "flow", device: "cpu" }, 2);
});
after(() => honest.close());

/** Sessions of a node that has another opinion of what was asked for, or of what came out. */
const pool = (
  ask: (tile: TileRequest) => TileRequest = (tile) => tile,
  hand: (result: TileResult) => TileResult = (result) => result,
) =>
  ({
    sessions: 2,
    run: async (tile: TileRequest) => hand(await honest.run(ask(tile))),
  }) as unknown as SessionPool;

describe("a job that generates", () => {
  let store: ReturnType<typeof memoryStore>;
  let stage: ReturnType<typeof standIn>;
  let node: NodeContext;
  beforeEach(async () => {
    store = memoryStore();
    stage = standIn({ nowSeconds: 0, jobState: "live", lot: {} }, store);
    const addresses = {
      escrow: zeroAddress,
      art: zeroAddress,
      registry: zeroAddress,
      market: zeroAddress,
      dropFactory: zeroAddress,
      weth: zeroAddress,
    };
    const { kind, scale, tileCore, halo, channels, probeLayer, modelDigest } = recipe;
    const service = { kind, scale, tileCore, halo, channels, probeLayer, modelDigest };
    node = {
      ...stage.node,
      deployment: { ...stage.node.deployment, chainId: 1, addresses, services: [] },
      escrow: { ...stage.node.escrow, service: async () => service } as unknown as NodeContext["escrow"],
      engines: new Map([[recipe.name, engineOn(recipe, pool())]]),
      metrics: createMetrics(),
      checkpoint: () => {},
    };
    writeFileSync((await stage.sources()).card, cardBytes);
  });
  afterEach(() => stage.close());

  const verified = async (job = jobOf()) => verifyInput(node, job, await engineFor(node, job));

  it("needs nothing but its terms", async () => {
    const { input } = await verified();
    assert.deepEqual(new Uint8Array(readFileSync(input)), bytes);
  });

  const withByte = (at: number, value: number): Partial<Work> => {
    const changed = Uint8Array.from(bytes);
    changed[at] = value;
    const digest = sha256(changed);
    const inputRoot = tilesRoot([{ index: 0, digest }]);
    return { params: `0x${Buffer.from(changed).toString("hex")}`, inputDigest: digest, inputRoot };
  };
  const cidOf = ({ inputDigest }: Partial<Work>) => rawCid(inputDigest as Hex);
  for (const [what, replaced, inputCid] of [
    ["a palette that is none", withByte(16, 99), cidOf(withByte(16, 99))],
    ["a byte too much", withByte(31, 1), cidOf(withByte(31, 1))],
    ["another input digest", { inputDigest: zeroHash }],
    ["the input's content id of another digest", {}, rawCid(zeroHash)],
    ["another input root", { inputRoot: zeroHash }],
    ["the digest of its input as its root", { inputRoot: sha256(bytes) }],
    ["transparency", { hasAlpha: true }],
    ["a side of 8193 pixels", { width: 8193 }],
  ] as const)
    it(`is refused with ${what}`, async () => {
      await assert.rejects(() => verified(jobOf(replaced, inputCid)), { code: "INPUT_REFUSED" });
    });

  it("is no job that enlarges, which has no parameters", async () => {
    const upscaling = { ...recipe, kind: 1 as const };
    const engines = new Map([[recipe.name, engineOn(upscaling, pool())]]);
    const { kind: _, ...rest } = await node.escrow.service(1);
    const escrow = { ...node.escrow, service: async () => ({ ...rest, kind: 1 }) };
    const other = { ...node, engines, escrow } as unknown as NodeContext;
    await assert.rejects(() => engineFor(other, jobOf()), { code: "INPUT_REFUSED" });
    await engineFor(other, jobOf({ params: noParams }));
  });

  /** What a node with these sessions delivers. */
  async function deliver(sessions: SessionPool) {
    const [job, lotId, engine] = [jobOf(), lotIdOf(plainJob.jobId, 0), engineOn(recipe, sessions)];
    const [files, sources] = [await stage.files(lotId), await verified()];
    const spans = tileSpans(work, recipe, { tiles, tilesPerLot: tiles }, 0);
    const lot = { job, lotId, engine, sources, files };
    const task = { lotId, work, spans, engine, sources, files, onTiles: () => {}, signal };
    const computed = await computeLot(node, task);
    await joinOwnTiles(lot, spans, computed);
    await makeFile(lot, computed.outputRoot);
    const { outputRoot } = computed;
    const [tileProbes, leaves] = [
      computed.tiles.map(({ probe }) => probe),
      computed.tiles.map((tile) => tile.outputDigest),
    ];
    return { files, delivery: await storePicture(node, lot, { outputRoot, tileProbes, leaves }) };
  }

  async function check({
    outputRoot,
    metadataDigest,
    manifestDigest,
  }: Awaited<ReturnType<typeof deliver>>["delivery"]) {
    return checkResult(node, {
      job: jobOf(),
      lotId: lotIdOf(plainJob.jobId, 0),
      submission: { outputRoot, metadataDigest, seal: zeroHash, l2Block: 0n },
      manifestDigest,
      engine: engineOn(recipe, pool()),
      sources: await verified(),
      sample: [2, 4],
      signal,
    });
  }

  it("becomes the picture of its parameters, with their names in its metadata, and is found right", async () => {
    const { files, delivery } = await deliver(pool());
    const whole = generators.flow.renderTile(wanted, size, { x: 0, y: 0, ...size });
    const made = await sharp(files.result).raw().toBuffer();
    const area = size.width * size.height;
    assert.ok(made.every((value, at) => value === whole.pixels[(at % 3) * area + Math.floor(at / 3)]));
    const metadata = await store.get(rawCid(delivery.metadataDigest), { maxBytes: 1e5 });
    const { attributes } = JSON.parse(Buffer.from(metadata).toString());
    const palette = attributes.find(({ trait_type }: { trait_type: string }) => trait_type === "Palette");
    assert.equal(palette?.value, "Nocturne");
    const opinion = await check(delivery);
    assert.ok(opinion.kind === "right", JSON.stringify(opinion));
    assert.deepEqual(
      [opinion.tileProbes[2], opinion.tileProbes[4]],
      [delivery.tileProbes[2], delivery.tileProbes[4]],
    );
  });

  it("is found wrong when a node paints something else, or a tile is off by one", async () => {
    const other = pool((tile) =>
      "params" in tile ? { ...tile, params: { ...wanted, variation: 2 } } : tile,
    );
    assert.equal((await check((await deliver(other)).delivery)).kind, "wrong");
    node.journal.tiles.forget(lotIdOf(plainJob.jobId, 0));
    const careless = pool(undefined, (result) => {
      const pixels = Uint8Array.from(result.pixels);
      pixels[7] = (pixels[7] as number) ^ 1;
      return { ...result, pixels, outputDigest: interleavedDigest(pixels, result.width, result.height) };
    });
    assert.equal((await check((await deliver(careless)).delivery)).kind, "wrong");
  });
});
