import { readFileSync } from "node:fs";
import { recipeOf, type ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import { tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { canonicalJson, parseArtCard } from "@graphiti/protocol/metadata.ts";
import { inputRootOf } from "@graphiti/protocol/picture/input-root.ts";
import {
  hashWork,
  isAssembly,
  lotCount,
  lotIdOf,
  makesFile,
  noClaim,
  type Submission,
  shapeOf,
  submissionCommitment,
  type Terms,
  termsCommitment,
  type Work,
} from "@graphiti/protocol/terms.ts";
import { tileCount } from "@graphiti/protocol/tiles.ts";
import { type Hex, zeroAddress, zeroHash } from "viem";
import { computeLot } from "../../../node-worker/duties/compute.ts";
import { joinOwnTiles, makeFile, storePicture, storeTiles } from "../../../node-worker/duties/deliver.ts";
import { gatherLots } from "../../../node-worker/duties/gather.ts";
import type { NodeContext } from "../../../node-worker/duties/node-context.ts";
import type { KnownJob } from "../../../node-worker/journal/job-rows.ts";
import type { Delivery } from "../../../node-worker/journal/lot-rows.ts";
import { createMetrics } from "../../../node-worker/report/metrics.ts";
import { doubling, engineOn } from "../support/doubling.ts";
import { memoryStore } from "../support/memory-store.ts";
import { paintPng } from "../support/pictures.ts";
import { job as plainJob, standIn } from "./stand-in.ts";

const recipe: ServiceRecipe = { ...recipeOf("faithful-x2"), tileCore: 16 };
const size = { width: 70, height: 12, hasAlpha: false };
const tiles = tileCount(size, recipe.tileCore);
export const cardBytes = canonicalJson(parseArtCard({ title: "A card" }));
export const hot = { name: "x", tier: "hot" } as const;
const { signal } = new AbortController();

type HandedIn = { submission: Submission; manifestDigest: Hex | undefined };

/** What the chain says of a job, and what anybody may change of it in a test. */
export type Chain = {
  termsHash: Hex;
  /** Digest of the metadata that the token names. */
  named: Hex;
  state: "minted" | "live";
  /** What was handed in, lot by lot. */
  lots: HandedIn[];
  /** What is kept of each lot's last submit; nothing of one that has minted. */
  commitments: Hex[];
};

export type DeliveredWork = {
  store: ReturnType<typeof memoryStore>;
  node: NodeContext;
  job: KnownJob;
  chain: Chain;
  close: () => void;
};

type Wishes = {
  tilesPerLot?: number;
  spoil?: (planar: Uint8Array) => void;
  store?: ReturnType<typeof memoryStore>;
};

/**
 * A job that was worked off, some of whose tiles may be spoilt; and a node with a folder of its own, which has seen
 * nothing of the job but its input.
 */
export async function deliveredWork({
  tilesPerLot = tiles,
  spoil = () => {},
  store = memoryStore(),
}: Wishes): Promise<DeliveredWork> {
  const stage = standIn({ nowSeconds: 0, jobState: "live", lot: {} }, store);
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
  const order = { ...plainJob.terms.order, tilesPerLot };
  const terms: Terms = { ...plainJob.terms, tiles, workHash: hashWork(work), order };
  const job: KnownJob = { ...plainJob, work, terms, inputCid };
  const chain: Chain = {
    termsHash: termsCommitment(terms),
    named: zeroHash,
    state: "minted",
    lots: [],
    commitments: [],
  };
  const placeOf = (lotId: bigint) => Number(lotId - lotIdOf(job.jobId, 0));
  const node = {
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
      lot: async (lotId: bigint) => ({
        state: "final",
        attempt: 0,
        time: 0,
        commitment: chain.commitments[placeOf(lotId)] ?? "0x",
      }),
      service: async () => recipe,
    },
    events: {
      claimFor: async () => noClaim,
      handedIn: async (lotId: bigint) => chain.lots[placeOf(lotId)],
    },
  } as unknown as NodeContext;

  const shape = shapeOf(terms);
  const engine = engineOn(recipe, doubling(recipe, { sessions: 1, spoil }).pool);

  /** As a worker makes it. */
  async function deliver(index: number): Promise<Delivery> {
    const lotId = lotIdOf(job.jobId, index);
    const files = await stage.files(lotId);
    const lot = { job, lotId, engine, sources, files };
    if (isAssembly(shape, index)) {
      const { outputRoot, lotRoots, manifestCids } = await gatherLots(node, lot, signal);
      const { assemblyProbe } = await makeFile(lot, outputRoot);
      const tileProbes = [assemblyProbe as Hex];
      return storePicture(node, lot, { outputRoot, tileProbes, leaves: lotRoots, manifestCids });
    }
    const spans = tileSpans(work, recipe, shape, index);
    const computed = await computeLot(node, {
      ...{ lotId, work, spans, engine, sources, files, signal },
      onTiles: () => {},
    });
    if (!makesFile(shape, index)) return storeTiles(node, lot, spans, computed);
    await joinOwnTiles(lot, spans, computed);
    await makeFile(lot, computed.outputRoot);
    return storePicture(node, lot, {
      outputRoot: computed.outputRoot,
      tileProbes: computed.tiles.map(({ probe }) => probe),
      leaves: computed.tiles.map(({ outputDigest }) => outputDigest),
    });
  }

  for (let index = 0; index < lotCount(shape); index++) {
    const { outputRoot, metadataDigest, manifestDigest } = await deliver(index);
    const submission = { outputRoot, metadataDigest, seal: zeroHash, l2Block: 0n };
    chain.lots.push({ submission, manifestDigest });
    if (makesFile(shape, index)) chain.named = metadataDigest;
    else chain.commitments[index] = submissionCommitment(noClaim, submission);
  }
  return { store, node, job, chain, close: stage.close };
}
