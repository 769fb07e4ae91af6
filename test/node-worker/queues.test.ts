import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fail } from "@graphiti/protocol/errors.ts";
import { lotIdOf, type Order } from "@graphiti/protocol/terms.ts";
import type { PrivateKeyAccount } from "viem/accounts";
import { eventsOf, happens } from "./support/job-events.ts";
import { newOperator, type SharedWorld, shareWorld } from "./support/shared-world.ts";
import { onlyChecks, onlyComputes } from "./support/start-node.ts";
import { storeWith } from "./support/store-with.ts";
import { until } from "./support/until.ts";
import { smallService, type World } from "./support/world.ts";

/** One that ends soon, and one whose window nobody waits for here. */
const classes = [
  { fastSeconds: 1, windowSeconds: 2, graceSeconds: 60, tailSeconds: 0 },
  { fastSeconds: 1, windowSeconds: 600, graceSeconds: 60, tailSeconds: 0 },
];
const [soon, late] = [0, 1];
const small = { serviceId: smallService };

let world: World;
let start: SharedWorld["start"];
let anna: PrivateKeyAccount;
let ben: PrivateKeyAccount;
let cleo: PrivateKeyAccount;
shareWorld(classes, async (shared) => {
  ({ world, start } = shared);
  [anna, ben, cleo] = [await newOperator(world), await newOperator(world), await newOperator(world)];
});

const post = (width: number, wishes: Partial<Order> = {}) =>
  world.post(width, 9, false, small, {
    attesters: 0,
    sampleTiles: 0,
    rampSeconds: 1,
    claimSeconds: 60,
    finalityClass: soon,
    ...wishes,
  });
const blockOf = async (jobId: bigint, name: "Claimed" | "Submitted") =>
  (await eventsOf(world, jobId, name))[0]?.blockNumber ?? 0n;

describe("lots that wait to be handed in", () => {
  it("are two at the most, before another is claimed", async () => {
    const { promise: stored, resolve: letStore } = Promise.withResolvers<void>();
    const store = storeWith(world.store, {
      put: async (content, options) => {
        await stored;
        return world.store.put(content, options);
      },
    });
    const { node } = start({ account: anna, store });
    const jobs = [await post(12), await post(13), await post(14)];
    await until("two wait", async () => node.journal.lots.at("computed").length === 2);
    letStore();
    for (const jobId of jobs) await happens(world, jobId, "Minted");
    const [first, , third] = jobs as [bigint, bigint, bigint];
    assert.ok((await blockOf(third, "Claimed")) > (await blockOf(first, "Submitted")));
  });

  it("do not hold each other up: what no store takes is left behind", async () => {
    const refused: string[] = [];
    const store = storeWith(world.store, {
      put: async (content, options) => {
        if (options.name !== refused[0]) return world.store.put(content, options);
        return fail("STORE_TOO_LARGE", "The store does not take a file of that size.");
      },
    });
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { node } = start({ account: anna, store, holdUntil: released });
    const first = await post(15);
    const second = await post(16);
    refused.push(`graphiti-${first}.png`);
    release();
    await happens(world, second, "Minted");
    assert.equal(node.journal.lots.get(lotIdOf(first, 0))?.stage, "computed");
    assert.equal((await eventsOf(world, first, "Submitted")).length, 0);
  });
});

describe("a seal that is ready", () => {
  it("is sent though the next check takes for ever", async () => {
    const wishes = { attesters: 1, sampleTiles: 1, finalityClass: late };
    start({ account: anna, trades: onlyComputes });
    const first = await post(17, wishes);
    const second = await post(18, wishes);
    for (const jobId of [first, second]) await happens(world, jobId, "Submitted");
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const store = storeWith(world.store, {
      download: async (cid, path, options) => {
        if (path.includes(`/${second}/`)) await released;
        return world.store.download(cid, path, options);
      },
    });
    start({ account: ben, store, trades: onlyChecks });
    await happens(world, first, "Minted");
    assert.equal((await eventsOf(world, second, "Attested")).length, 0);
    release();
    await happens(world, second, "Minted");
  });
});

describe("a node with one trade", () => {
  it("claims nothing where it only checks, and checks nothing where it only computes", async () => {
    const { node } = start({ account: ben, trades: onlyComputes });
    start({ account: cleo, trades: onlyChecks });
    const first = await post(19, { attesters: 1, sampleTiles: 1, finalityClass: late });
    await happens(world, first, "Minted");
    const [claim] = await eventsOf(world, first, "Claimed");
    const [attested] = await eventsOf(world, first, "Attested");
    assert.deepEqual([claim?.args.operator, attested?.args.operator], [ben.address, cleo.address]);

    start({ account: anna, trades: onlyComputes });
    const second = await post(20, { attesters: 1, sampleTiles: 1, finalityClass: late });
    await happens(world, second, "Minted");
    const [other] = await eventsOf(world, second, "Attested");
    assert.equal(other?.args.operator, cleo.address);
    assert.deepEqual(node.journal.attestations.at("judged", "sealed", "settled"), []);
  });
});
