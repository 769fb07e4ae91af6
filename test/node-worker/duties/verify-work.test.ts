import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, it } from "node:test";
import { recipeOf, type ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import { tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { canonicalJson, parseArtCard } from "@graphiti/protocol/metadata.ts";
import { inputRootOf } from "@graphiti/protocol/picture/input-root.ts";
import {
  hashWork,
  lotIdOf,
  noClaim,
  type Submission,
  submissionCommitment,
  type Terms,
  termsCommitment,
  type Work,
} from "@graphiti/protocol/terms.ts";
import { tileCount } from "@graphiti/protocol/tiles.ts";
import { type Hex, zeroAddress, zeroHash } from "viem";
import { computeLot } from "../../../node-worker/duties/compute.ts";
import { joinOwnTiles, makeFile, storePicture } from "../../../node-worker/duties/deliver.ts";
import type { NodeContext } from "../../../node-worker/duties/node-context.ts";
import { verifyWork } from "../../../node-worker/duties/verify-work.ts";
import type { KnownJob } from "../../../node-worker/journal/job-rows.ts";
import { type Check, checkTable, outcomeOf } from "../../../node-worker/report/check-table.ts";
import { createMetrics } from "../../../node-worker/report/metrics.ts";
import { doubling, engineOn } from "../support/doubling.ts";
import { memoryStore } from "../support/memory-store.ts";
import { paintPng } from "../support/pictures.ts";
import { job as plainJob, standIn } from "./stand-in.ts";

const recipe: ServiceRecipe = { ...recipeOf("faithful-x2"), tileCore: 16 };
const size = { width: 70, height: 12, hasAlpha: false };
const tiles = tileCount(size, recipe.tileCore);
const cardBytes = canonicalJson(parseArtCard({ title: "A card" }));
const hot = { name: "x", tier: "hot" } as const;
const { signal } = new AbortController();

/** What the chain says of the one lot, and what anybody may change of it in a test. */
type Chain = { termsHash: Hex; named: Hex; state: "minted" | "live"; commitment: Hex };

describe("a work that anybody verifies", () => {
  let store: ReturnType<typeof memoryStore>;
  let stage: ReturnType<typeof standIn>;
  let node: NodeContext;
  let job: KnownJob;
  let chain: Chain;
  let submission: Submission;

  /** A node with a folder of its own, which so far has seen nothing of the job. */
  async function begin(spoil: (planar: Uint8Array) => void = () => {}): Promise<void> {
    store = memoryStore();
    stage = standIn({ nowSeconds: 0, jobState: "live", lot: {} }, store);
    const addresses = { escrow: zeroAddress, art: zeroAddress, registry: zeroAddress };
    const deployment = { ...stage.node.deployment, chainId: 1, addresses, services: [] };
    const sources = await stage.sources();
    await paintPng(sources.input, size.width, size.height, size.hasAlpha);
    const input = readFileSync(sources.input);
    await store.put(cardBytes, hot);
    const { cid: inputCid } = await store.put(input, hot);
    const work: Work = {
      ...plainJob.work,
      ...size,
      inputDigest: sha256(input),
      inputRoot: await inputRootOf(sources.input, recipe),
      cardDigest: sha256(cardBytes),
    };
    const order = { ...plainJob.terms.order, tilesPerLot: tiles };
    const terms: Terms = { ...plainJob.terms, tiles, workHash: hashWork(work), order };
    job = { ...plainJob, work, terms, inputCid };
    chain = { termsHash: termsCommitment(terms), named: zeroHash, state: "minted", commitment: "0x" };
    node = {
      ...stage.node,
      deployment,
      metrics: createMetrics(),
      checkpoint: () => {},
      stop: signal,
      engines: new Map([[recipe.name, engineOn(recipe, doubling(recipe).pool)]]),
      client: { readContract: async () => chain.named },
      escrow: {
        job: async () => ({
          state: chain.state,
          finalLots: 1,
          assemblyOpenedAt: 0,
          termsHash: chain.termsHash,
        }),
        lot: async () => ({ state: "final", attempt: 0, time: 0, commitment: chain.commitment }),
        service: async () => recipe,
      },
      events: {
        claimFor: async () => noClaim,
        handedIn: async () => ({ submission, manifestDigest: undefined }),
      },
    } as unknown as NodeContext;
    submission = await deliver(spoil);
    chain.named = submission.metadataDigest;
  }

  /** What a worker hands in for the job, some of whose tiles may be spoilt. */
  async function deliver(spoil: (planar: Uint8Array) => void): Promise<Submission> {
    const lotId = lotIdOf(job.jobId, 0);
    const [files, sources] = [await stage.files(lotId), await stage.sources()];
    const engine = engineOn(recipe, doubling(recipe, { sessions: 1, spoil }).pool);
    const spans = tileSpans(job.work, recipe, { tiles, tilesPerLot: tiles }, 0);
    const lot = { job, lotId, engine, sources, files };
    const computed = await computeLot(node, {
      ...{ lotId, work: job.work, spans, engine, sources, files, signal },
      onTiles: () => {},
    });
    await joinOwnTiles(lot, spans, computed);
    await makeFile(lot, computed.outputRoot);
    const tileProbes = computed.tiles.map(({ probe }) => probe);
    const leaves = computed.tiles.map(({ outputDigest }) => outputDigest);
    const { outputRoot, metadataDigest } = await storePicture(node, lot, {
      outputRoot: computed.outputRoot,
      tileProbes,
      leaves,
    });
    return { outputRoot, metadataDigest, seal: zeroHash, l2Block: 0n };
  }

  beforeEach(() => begin());
  afterEach(() => stage.close());

  const verify = (wanted: number | "all" = "all") => verifyWork(node, job, wanted);
  const found = (checks: Check[]) => Object.fromEntries(checks.map(({ what, outcome }) => [what, outcome]));

  it("is right in all that there is to check", async () => {
    const checks = await verify();
    const right = {
      Terms: "right",
      Input: "right",
      Submit: "right",
      Metadata: "right",
      File: "right",
      Tiles: "right",
    };
    assert.deepEqual(found(checks), right);
    assert.equal(outcomeOf(checks), "right");
    assert.match(checks.at(-1)?.because ?? "", /^all 5 computed again/);
    assert.match(
      (await verify(2)).at(-1)?.because ?? "",
      /^2 of 5 computed again, equal to the last bit: \d, \d$/,
    );
  });

  it("is wrong when a single value of a tile is, which all tiles show", async () => {
    stage.close();
    let count = 0;
    await begin((planar) => {
      if (++count === 3) planar[5] = (planar[5] as number) ^ 1;
    });
    const checks = await verify();
    assert.deepEqual(found(checks), { ...found(checks), Metadata: "right", File: "right", Tiles: "wrong" });
    assert.equal(outcomeOf(checks), "wrong");
    assert.match(checks.at(-1)?.because ?? "", /^Tile \d is not what its input gives\.$/);
  });

  it("is wrong when the token names other metadata", async () => {
    chain.named = zeroHash;
    assert.deepEqual(found(await verify()), { Terms: "right", Input: "right", Submit: "wrong" });
  });

  it("is wrong when the metadata is another than the canonical one", async () => {
    const bytes = await store.get(rawCid(submission.metadataDigest), { maxBytes: 1e5 });
    const { name: _, ...rest } = JSON.parse(Buffer.from(bytes).toString());
    const other = canonicalJson({ ...rest, name: "Another name" });
    await store.put(other, hot);
    submission = { ...submission, metadataDigest: sha256(other) };
    chain.named = submission.metadataDigest;
    assert.equal(found(await verify()).Metadata, "wrong");
  });

  it("is wrong when the file holds other pixels than the output root", async () => {
    submission = { ...submission, outputRoot: sha256(cardBytes) };
    assert.equal(outcomeOf(await verify()), "wrong");
  });

  it("is wrong when its terms are not those that the chain keeps", async () => {
    chain.termsHash = "0x";
    assert.deepEqual(found(await verify()), { Terms: "wrong" });
  });

  it("is wrong when the input is another than the posted one", async () => {
    const { cid } = await store.put(cardBytes, hot);
    job = { ...job, inputCid: cid };
    const elsewhere = standIn({ nowSeconds: 0, jobState: "live", lot: {} }, store);
    node = { ...node, settings: elsewhere.node.settings, journal: elsewhere.journal };
    const checks = await verify();
    elsewhere.close();
    assert.deepEqual([found(checks).Input, found(checks).Result], ["wrong", "unknown"]);
    assert.equal(outcomeOf(checks), "wrong");
  });

  it("cannot be checked while its file is nowhere", async () => {
    const nowhere = sha256(Uint8Array.of(1));
    submission = { ...submission, metadataDigest: nowhere };
    chain.named = nowhere;
    const checks = await verify();
    assert.deepEqual(found(checks), { ...found(checks), Metadata: "unknown", Tiles: "unknown" });
    assert.equal(outcomeOf(checks), "unknown");
  });

  it("is held to the chain's own record before it is minted", async () => {
    chain.state = "live";
    assert.equal(found(await verify()).Submit, "wrong");
    chain.commitment = submissionCommitment(noClaim, submission);
    assert.equal(outcomeOf(await verify(1)), "right");
  });

  it("is told line by line", async () => {
    const lines = checkTable(7n, [
      { what: "Terms", outcome: "right", because: "as the chain keeps them" },
      { what: "Input", outcome: "unknown", because: "nobody has it" },
    ]);
    assert.deepEqual(lines, [
      "Job 7",
      "  ✓ Terms  as the chain keeps them",
      "  ? Input  nobody has it",
      "Not everything could be checked.",
    ]);
  });
});
