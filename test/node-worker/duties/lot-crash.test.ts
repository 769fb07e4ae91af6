import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { catalogue, recipeOf, type ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { parseIpfsUrl, rawCid } from "@graphiti/protocol/cid.ts";
import { lotIdOf } from "@graphiti/protocol/terms.ts";
import { verifyPng } from "../../../node-worker/engine/assemble.ts";
import { programOf } from "../../../node-worker/engine/program.ts";
import { SessionPool } from "../../../node-worker/engine/session-pool.ts";
import type { Journal } from "../../../node-worker/journal/journal.ts";
import { startFaultyRpc } from "../support/faulty-rpc.ts";
import { startWorld } from "../support/world.ts";
import { liveThrough, type Scenario, type Stage } from "./lives.ts";

let stage: Stage | undefined;
before(async () => {
  const world = await startWorld({ windowSeconds: 1 });
  const pool = await SessionPool.open(await programOf(recipeOf("faithful-x2"), "cpu"), 1);
  stage = { world, pool, rpc: await startFaultyRpc(world.anvil.url) };
});
after(async () => {
  await stage?.pool.close();
  await stage?.rpc.stop();
  await stage?.world.stop();
});

function ready(): Stage {
  if (!stage) throw new Error("the stage was not set");
  return stage;
}

const whole = ["Posted", "Claimed", "Submitted", "Finalised", "Minted"];

/** Runs the scenario with a crash at every `stride`-th checkpoint from `first` on; returns what went wrong where. */
async function everyCrash(scenario: Omit<Scenario, "crashAtCheckpoint">, { first = 1, stride = 1 } = {}) {
  const undisturbed = await liveThrough(ready(), { crashAtCheckpoint: 0 });
  assert.deepEqual(undisturbed.story.toSorted(), whole.toSorted());
  const wrong: string[] = [];
  for (
    let crashAtCheckpoint = first;
    crashAtCheckpoint <= undisturbed.checkpoints;
    crashAtCheckpoint += stride
  ) {
    const { story, credit } = await liveThrough(ready(), { ...scenario, crashAtCheckpoint });
    const fine = story.toSorted().join() === whole.toSorted().join() && credit > 0n;
    if (!fine) wrong.push(`${crashAtCheckpoint}: ${story.join(" ")}`);
    if (scenario.unsafe && !fine) break;
  }
  return { checkpoints: undisturbed.checkpoints, nonce: undisturbed.nonce, wrong };
}

describe("a node that dies at any checkpoint of a lot", () => {
  it("claims, submits, finalises and mints once", async () => {
    const { checkpoints, wrong } = await everyCrash({});
    assert.ok(checkpoints >= 20, `only ${checkpoints} checkpoints`);
    assert.deepEqual(wrong, []);
  });

  it("does so when the RPC's transaction count lags", async () => {
    assert.deepEqual((await everyCrash({ faults: { nonceLag: 1 } }, { stride: 3 })).wrong, []);
  });

  it("does so when the chain loses its last blocks before the restart", async () => {
    const meanwhile = async () => {
      await ready().world.anvil.client.request({ method: "anvil_reorg" as never, params: [3, []] as never });
    };
    assert.deepEqual((await everyCrash({ meanwhile })).wrong, []);
  });
});

describe("a node that comes back after its claim was due", () => {
  it("gives the lot back, claims it again and mints once", async () => {
    const { anvil } = ready().world;
    const meanwhile = async () => {
      await anvil.client.increaseTime({ seconds: 400 });
      await anvil.client.mine({ blocks: 1 });
    };
    const { story } = await liveThrough(ready(), { crashAtCheckpoint: "delivery journalled", meanwhile });
    assert.deepEqual(story, ["Posted", "Claimed", "Expired", "Claimed", "Submitted", "Finalised", "Minted"]);
  });
});

/** Fetches the minted picture and compares its pixels with the output root on the chain. */
async function assertFileIsWhatWasSubmitted(jobId: bigint) {
  const { anvil, escrow, store, home } = ready().world;
  const event = {
    ...escrow,
    abi: jobEscrowAbi,
    eventName: "Submitted",
    fromBlock: 0n,
    strict: true,
  } as const;
  const [submitted] = await anvil.reader.getContractEvents({ ...event, args: { lotId: lotIdOf(jobId, 0) } });
  if (!submitted) assert.fail("nothing was submitted");
  const { metadataDigest, outputRoot } = submitted.args.submission;
  const metadata = await store.get(rawCid(metadataDigest), { maxBytes: 100_000 });
  const { image } = JSON.parse(new TextDecoder().decode(metadata));
  const file = join(home, "minted.png");
  await store.download(parseIpfsUrl(image), file, { maxBytes: 1_000_000 });
  const [recipe] = catalogue as readonly [ServiceRecipe];
  await verifyPng(file, home, recipe, { tiles: 1, tilesPerLot: 1 }, outputRoot);
}

describe("a node whose disk has lost what was computed", () => {
  it("notices, computes again and mints once", async () => {
    let damaged = 0;
    const meanwhile = async (home: string) => {
      for (const entry of readdirSync(join(home, "jobs"), { recursive: true, encoding: "utf8" })) {
        if (!entry.endsWith("tiles.rgb")) continue;
        const path = join(home, "jobs", entry);
        const bytes = readFileSync(path);
        bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 1;
        writeFileSync(path, bytes);
        damaged += 1;
      }
    };
    const { story, jobId } = await liveThrough(ready(), { crashAtCheckpoint: "image stored", meanwhile });
    assert.equal(damaged, 1);
    assert.deepEqual(story.toSorted(), whole.toSorted());
    await assertFileIsWhatWasSubmitted(jobId);
  });
});

describe("the crash harness", () => {
  it("catches a node that journals its delivery after the transaction", async () => {
    const unsafe = (journal: Journal): Journal => {
      const lots = new Proxy(journal.lots, {
        get(target, name) {
          if (name !== "put") {
            const value = Reflect.get(target, name);
            return typeof value === "function" ? value.bind(target) : value;
          }
          return (lot: Parameters<Journal["lots"]["put"]>[0]) => {
            const { delivery: _, ...without } = lot;
            target.put(lot.stage === "submitted" ? lot : without);
          };
        },
      });
      return new Proxy(journal, {
        get(target, name) {
          if (name === "lots") return lots;
          const value = Reflect.get(target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    };
    assert.notDeepEqual((await everyCrash({ unsafe }, { first: 15 })).wrong, []);
  });
});
