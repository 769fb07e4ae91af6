import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { canonicalJson, parseArtCard } from "@graphiti/protocol/metadata.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import { keepSources } from "../../../node-worker/duties/keep-sources.ts";
import { fetchCard } from "../../../node-worker/duties/verify-input.ts";
import { memoryStore } from "../support/memory-store.ts";
import { job as plainJob, standIn } from "./stand-in.ts";

const cardBytes = canonicalJson(parseArtCard({ title: "A card" }));
const inputBytes = new TextEncoder().encode("an input");
const inputCid = rawCid(sha256(inputBytes));
const job = { ...plainJob, inputCid, work: { ...plainJob.work, cardDigest: sha256(cardBytes) } };
const cardCid = rawCid(job.work.cardDigest);
const hot = { name: "x", tier: "hot" } as const;

/** A node that has verified a job's sources with `store`, with another store from then on. */
async function afterTheClaim(store: Store) {
  const first = memoryStore();
  await first.put(cardBytes, hot);
  const stage = standIn({ nowSeconds: 1, jobState: "live", lot: {} }, first);
  const files = await stage.sources();
  await writeFile(files.input, inputBytes);
  await fetchCard(stage.node, job, files);
  return { ...stage, files, node: { ...stage.node, store } };
}

describe("after the claim", () => {
  it("the card is the verified copy, whatever the store has lost", async () => {
    const { node, files, close } = await afterTheClaim(memoryStore());
    assert.equal((await fetchCard(node, job, files)).title, "A card");
    close();
  });

  it("a damaged copy of the card is replaced", async () => {
    const store = memoryStore();
    await store.put(cardBytes, hot);
    const { node, files, close } = await afterTheClaim(store);
    await writeFile(files.card, "{}");
    assert.equal((await fetchCard(node, job, files)).title, "A card");
    assert.deepEqual(new Uint8Array(readFileSync(files.card)), cardBytes);
    close();
  });

  it("sources that the store has are pinned, others are stored from the verified copies", async () => {
    const store = memoryStore();
    await store.put(inputBytes, hot);
    const { node, files, close } = await afterTheClaim(store);
    await keepSources(node, job, files);
    assert.deepEqual([...store.pinned], [inputCid]);
    assert.deepEqual(new Uint8Array(await store.get(cardCid, { maxBytes: 1e4 })), cardBytes);
    close();
  });

  it("a store that refuses the sources, or never answers, holds nothing up", async () => {
    const refuse = () => Promise.reject(new GraphitiError("STORE_REFUSED", "no"));
    const lost = () => Promise.reject(new GraphitiError("STORE_NOT_FOUND", "lost", { retryable: true }));
    const never = () => new Promise<never>(() => {});
    for (const parts of [{ pin: refuse }, { pin: lost, put: refuse }, { pin: never }]) {
      const { node, files, close } = await afterTheClaim({ ...memoryStore(), ...parts });
      await keepSources(node, job, files, 10);
      close();
    }
  });
});
