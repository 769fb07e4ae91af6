import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, it } from "node:test";
import { recipeOf, type ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import { tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { canonicalJson, parseArtCard } from "@graphiti/protocol/metadata.ts";
import { lotIdOf, type Work } from "@graphiti/protocol/terms.ts";
import { tileCount } from "@graphiti/protocol/tiles.ts";
import { type Hex, zeroAddress, zeroHash } from "viem";
import { checkResult, fetchAhead, type Opinion } from "../../../node-worker/duties/check-result.ts";
import { computeLot } from "../../../node-worker/duties/compute.ts";
import { joinOwnTiles, makeFile, storePicture, storeTiles } from "../../../node-worker/duties/deliver.ts";
import { forgetLeaves } from "../../../node-worker/duties/fetched-leaves.ts";
import { lotFiles } from "../../../node-worker/duties/lot-files.ts";
import type { NodeContext } from "../../../node-worker/duties/node-context.ts";
import type { Delivery } from "../../../node-worker/journal/lot-rows.ts";
import { createMetrics } from "../../../node-worker/report/metrics.ts";
import { doubling, engineOn } from "../support/doubling.ts";
import { memoryStore } from "../support/memory-store.ts";
import { paintPng } from "../support/pictures.ts";
import { job as plainJob, standIn } from "./stand-in.ts";

const recipe: ServiceRecipe = { ...recipeOf("faithful-x2"), tileCore: 16 };
const size = { width: 70, height: 12, hasAlpha: false };
const cardBytes = canonicalJson(parseArtCard({ title: "A card" }));
const work: Work = { ...plainJob.work, ...size, cardDigest: sha256(cardBytes) };
const tiles = tileCount(work, recipe.tileCore);
const hot = { name: "x", tier: "hot" } as const;
const { signal } = new AbortController();

/** Changes one value of the tile that is the n-th to be computed. */
function spoilNth(nth: number) {
  let count = 0;
  return (planar: Uint8Array) => {
    if (++count === nth) planar[5] = (planar[5] as number) ^ 1;
  };
}

describe("a result that is checked", () => {
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
    const deployment = { ...stage.node.deployment, chainId: 1, addresses, services: [] };
    node = { ...stage.node, deployment, metrics: createMetrics(), checkpoint: () => {} };
    const sources = await stage.sources();
    await paintPng(sources.input, size.width, size.height, size.hasAlpha);
    writeFileSync(sources.card, cardBytes);
  });
  afterEach(() => stage.close());

  const jobOf = (tilesPerLot: number) => ({
    ...plainJob,
    work,
    terms: { ...plainJob.terms, tiles, order: { ...plainJob.terms.order, tilesPerLot } },
  });

  /** What a worker delivers for a lot of so many tiles. */
  async function deliver(
    tilesPerLot: number,
    spoil: (planar: Uint8Array) => void = () => {},
  ): Promise<Delivery> {
    const [job, lotId] = [jobOf(tilesPerLot), lotIdOf(plainJob.jobId, 0)];
    const [files, sources] = [await stage.files(lotId), await stage.sources()];
    const engine = engineOn(recipe, doubling(recipe, { sessions: 1, spoil }).pool);
    const spans = tileSpans(work, recipe, { tiles, tilesPerLot }, 0);
    const lot = { job, lotId, engine, sources, files };
    const computed = await computeLot(node, {
      lotId,
      work,
      spans,
      engine,
      sources,
      files,
      onTiles: () => {},
      signal,
    });
    if (tilesPerLot < tiles) return storeTiles(node, lot, spans, computed);
    await joinOwnTiles(lot, spans, computed);
    await makeFile(lot, computed.outputRoot);
    const [tileProbes, leaves] = [
      computed.tiles.map(({ probe }) => probe),
      computed.tiles.map((t) => t.outputDigest),
    ];
    return storePicture(node, lot, { outputRoot: computed.outputRoot, tileProbes, leaves });
  }

  async function suspectOf(tilesPerLot: number, delivery: Partial<Delivery>) {
    const { outputRoot = zeroHash, metadataDigest = zeroHash, manifestDigest } = delivery;
    return {
      job: jobOf(tilesPerLot),
      lotId: lotIdOf(plainJob.jobId, 0),
      submission: { outputRoot, metadataDigest, seal: zeroHash, l2Block: 0n },
      manifestDigest,
      engine: engineOn(recipe, doubling(recipe).pool),
      sources: await stage.sources(),
      signal,
    };
  }

  /** Looks for the first time, and so keeps nothing from before. */
  async function check(tilesPerLot: number, delivery: Partial<Delivery>, sample = [1, 0]): Promise<Opinion> {
    const suspect = await suspectOf(tilesPerLot, delivery);
    await forgetLeaves(await lotFiles(node.settings.jobsDirectory, suspect.lotId, "check"));
    return checkResult(node, { ...suspect, sample });
  }

  for (const tilesPerLot of [tiles, 3]) {
    const lot = tilesPerLot === tiles ? "of a whole picture" : "of some tiles";
    it(`is right when it is, and gives the probes of the sample: ${lot}`, async () => {
      const delivery = await deliver(tilesPerLot);
      const opinion = await check(tilesPerLot, delivery);
      assert.ok(opinion.kind === "right", JSON.stringify(opinion));
      const [first, second, ...rest] = opinion.tileProbes;
      assert.deepEqual([first, second], delivery.tileProbes.slice(0, 2));
      assert.deepEqual(rest, Array(tilesPerLot - 2).fill(undefined));
    });

    it(`needs nothing of what was fetched ahead once more: ${lot}`, async () => {
      const delivery = await deliver(tilesPerLot);
      const suspect = await suspectOf(tilesPerLot, delivery);
      await fetchAhead(node, suspect);
      store.loseAll();
      assert.equal((await checkResult(node, { ...suspect, sample: [0] })).kind, "right");
      assert.equal((await check(tilesPerLot, delivery)).kind, "missing");
    });

    it(`is fetched anew before it is called wrong: ${lot}`, async () => {
      const delivery = await deliver(tilesPerLot);
      const suspect = await suspectOf(tilesPerLot, delivery);
      await fetchAhead(node, suspect);
      const { leaves: path } = await lotFiles(node.settings.jobsDirectory, suspect.lotId, "check");
      const kept = JSON.parse(readFileSync(path, "utf8"));
      const bad = { ...kept, leaves: kept.leaves.map(() => zeroHash) };
      for (const text of [JSON.stringify(bad), JSON.stringify(kept).slice(0, -9)]) {
        writeFileSync(path, text);
        assert.equal((await checkResult(node, { ...suspect, sample: [0] })).kind, "right");
      }
    });

    it(`is wrong when a tile of the sample is, and no other sample shows it: ${lot}`, async () => {
      const delivery = await deliver(tilesPerLot, spoilNth(1));
      const kinds: string[] = [];
      for (let tile = 0; tile < tilesPerLot; tile++)
        kinds.push((await check(tilesPerLot, delivery, [tile])).kind);
      assert.deepEqual(kinds.toSorted(), [...Array(tilesPerLot - 1).fill("right"), "wrong"]);
      const all = Array.from({ length: tilesPerLot }, (_, tile) => tile);
      assert.equal((await check(tilesPerLot, delivery, all)).kind, "wrong");
    });

    it(`is wrong when its root is another: ${lot}`, async () => {
      const delivery = await deliver(tilesPerLot);
      assert.equal((await check(tilesPerLot, { ...delivery, outputRoot: sha256(cardBytes) })).kind, "wrong");
    });

    it(`is missing when what it names is nowhere: ${lot}`, async () => {
      const delivery = await deliver(tilesPerLot);
      const nowhere = sha256(Uint8Array.of(1));
      const named = { ...delivery, manifestDigest: nowhere, metadataDigest: nowhere };
      assert.equal((await check(tilesPerLot, named)).kind, "missing");
    });
  }

  it("is wrong when the submit names no manifest", async () => {
    const { manifestDigest: _, ...delivery } = await deliver(3);
    assert.equal((await check(3, delivery)).kind, "wrong");
  });

  /** The lot's manifest with other pixels. */
  async function withPixels(delivery: Delivery, pixels: Uint8Array): Promise<Delivery> {
    const { cid } = await store.put(pixels, hot);
    const manifest = JSON.parse(
      Buffer.from(await store.get(rawCid(delivery.manifestDigest), { maxBytes: 1e5 })).toString(),
    );
    const bytes = canonicalJson({ ...manifest, pixels: cid });
    await store.put(bytes, hot);
    return { ...delivery, manifestDigest: sha256(bytes) };
  }

  it("is wrong when pixels outside the sample are not those of their leaves, too many, or too few", async () => {
    const delivery = await deliver(3);
    const pixels = readFileSync((await stage.files()).tiles);
    assert.equal((await check(3, await withPixels(delivery, pixels))).kind, "right");
    const changed = Uint8Array.from(pixels);
    changed[pixels.length - 1] = (changed[pixels.length - 1] as number) ^ 1;
    for (const bad of [changed, Buffer.concat([pixels, Buffer.alloc(1)]), pixels.subarray(1)])
      assert.equal((await check(3, await withPixels(delivery, bad))).kind, "wrong");
  });

  it("is wrong when the metadata is not the canonical one, or no metadata at all", async () => {
    const delivery = await deliver(tiles);
    const canonical = Buffer.from(await store.get(rawCid(delivery.metadataDigest), { maxBytes: 1e5 }));
    const other = { ...JSON.parse(canonical.toString()), name: "Another title" };
    const flawed = [
      canonicalJson(other),
      Buffer.concat([canonical, Buffer.from("\n")]),
      Buffer.from("{}"),
      Buffer.from([255]),
    ];
    for (const bytes of flawed) {
      await store.put(bytes, hot);
      const metadataDigest: Hex = sha256(bytes);
      assert.equal((await check(tiles, { ...delivery, metadataDigest })).kind, "wrong");
    }
  });
});
