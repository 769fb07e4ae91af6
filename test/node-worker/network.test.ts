import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { parseAssembly } from "@graphiti/protocol/assembly-link.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { isObjection } from "@graphiti/protocol/seal.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import { lotIdOf, lotIndexOf, type Order } from "@graphiti/protocol/terms.ts";
import { zeroAddress } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { lotFiles } from "../../node-worker/duties/lot-files.ts";
import type { EventName } from "./support/job-events.ts";
import * as jobEvents from "./support/job-events.ts";
import { memoryStore } from "./support/memory-store.ts";
import { assertIsDoubled as assertDoubled } from "./support/minted.ts";
import { newOperator, type SharedWorld, shareWorld } from "./support/shared-world.ts";
import { onlyChecks } from "./support/start-node.ts";
import { storeWith } from "./support/store-with.ts";
import { until } from "./support/until.ts";
import { smallService, type World } from "./support/world.ts";

const run = promisify(execFile);

/** By their index: one that ends soon, two that leave time to check, and one whose window nobody waits for here. */
const classes = [
  { fastSeconds: 1, windowSeconds: 2, graceSeconds: 60, tailSeconds: 0 },
  { fastSeconds: 1, windowSeconds: 12, graceSeconds: 4, tailSeconds: 0 },
  { fastSeconds: 1, windowSeconds: 12, graceSeconds: 90, tailSeconds: 0 },
  { fastSeconds: 1, windowSeconds: 600, graceSeconds: 60, tailSeconds: 0 },
];
const [soon, fair, patient, late] = [0, 1, 2, 3];

let world: World;
let homes: string;
let start: SharedWorld["start"];
/** No more than three: each of so few is in the first circle of every draw. */
let anna: PrivateKeyAccount;
let ben: PrivateKeyAccount;
let cleo: PrivateKeyAccount;
shareWorld(classes, async (shared) => {
  ({ world, homes, start } = shared);
  [anna, ben, cleo] = [await newOperator(world), await newOperator(world), await newOperator(world)];
});

const order = (wishes: Partial<Order>): Partial<Order> => ({
  attesters: 0,
  sampleTiles: 0,
  rampSeconds: 1,
  claimSeconds: 60,
  ...wishes,
});
const small = { serviceId: smallService };

const eventsOf = <Name extends EventName>(jobId: bigint, name: Name) =>
  jobEvents.eventsOf(world, jobId, name);
const happens = (jobId: bigint, name: EventName, times = 1) => jobEvents.happens(world, jobId, name, times);

/** A store that keeps what it is given to itself. */
function privateStore(): Store {
  const own = memoryStore();
  const whereIs = async (cid: string) => ((await own.has(cid)) ? own : world.store);
  return {
    ...own,
    get: async (cid, options) => (await whereIs(cid)).get(cid, options),
    download: async (cid, path, options) => (await whereIs(cid)).download(cid, path, options),
  };
}

const worldStoreWith = (changed: Partial<Store>) => storeWith(world.store, changed);

/** A store that shows a lot's pixels to who has stored them, and then has lost them until they are stored again. */
function forgetfulStore(name: string) {
  const shown = new Map<string, number>();
  const seen = { puts: 0 };
  const real = world.store;
  const store = worldStoreWith({
    put: async (content, options) => {
      const stored = await real.put(content, options);
      if (!options.name.endsWith(name)) return stored;
      seen.puts += 1;
      shown.set(stored.cid, seen.puts === 1 ? 1 : Number.POSITIVE_INFINITY);
      return stored;
    },
    download: async (cid, path, options) => {
      const left = shown.get(cid);
      if (left === 0) fail("STORE_NOT_FOUND", `${cid} is not here any more.`, { retryable: true });
      if (left !== undefined) shown.set(cid, left - 1);
      return real.download(cid, path, options);
    },
  });
  return { store, seen };
}

const assertIsDoubled = (jobId: bigint, inputPath: string) => assertDoubled(world, jobId, inputPath);

describe("a job of several lots", () => {
  it("is computed by two nodes side by side, joined by one of them, and minted", async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    start({ account: anna, turn: 0, holdUntil: released });
    start({ account: ben, turn: 1, holdUntil: released });
    const jobId = await world.post(40, 10, true, small, order({ tilesPerLot: 3, finalityClass: soon }));
    await happens(jobId, "Claimed", 2);
    release();
    await happens(jobId, "Minted");
    const claims = await eventsOf(jobId, "Claimed");
    assert.deepEqual(claims.map(({ args }) => lotIndexOf(args.lotId)).toSorted(), [0, 1, 2]);
    const workers = claims.filter(({ args }) => lotIndexOf(args.lotId) < 2).map(({ args }) => args.operator);
    assert.equal(new Set(workers).size, 2, "one node has computed everything");
    await assertIsDoubled(jobId, join(world.home, "input-40x10.png"));
  });

  for (const checkpoint of ["tiles stored", "lot joined", "image stored"])
    it(`is minted once by a node that dies at "${checkpoint}" and comes back`, async () => {
      const { home, account, ended, stop } = start({ account: anna, crashAtCheckpoint: checkpoint });
      const jobId = await world.post(33, 9, false, small, order({ tilesPerLot: 2, finalityClass: soon }));
      await ended;
      assert.equal((await eventsOf(jobId, "Minted")).length, 0);
      await stop();
      start({ home, account });
      await happens(jobId, "Minted");
      assert.equal((await eventsOf(jobId, "Submitted")).length, 3);
      await assertIsDoubled(jobId, join(world.home, "input-33x9.png"));
    });
});

describe("a node that is busy", () => {
  const stageOf = ({ node }: ReturnType<typeof start>, jobId: bigint) =>
    node.journal.lots.get(lotIdOf(jobId, 0))?.stage;

  it("computes a lot while the one before is being stored", async () => {
    const { promise: stored, resolve: letStore } = Promise.withResolvers<void>();
    const put: Store["put"] = async (content, options) => {
      await stored;
      return world.store.put(content, options);
    };
    const busy = start({ account: anna, store: worldStoreWith({ put }) });
    const wishes = order({ finalityClass: soon });
    const first = await world.post(12, 9, false, small, wishes);
    const second = await world.post(13, 9, false, small, wishes);
    await until("the second is computed", async () => stageOf(busy, second) === "computed");
    assert.equal(stageOf(busy, first), "computed");
    letStore();
    await happens(first, "Minted");
    await happens(second, "Minted");
  });

  it("checks what others submit while it computes", async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const busy = start({ account: ben, holdUntil: released });
    const own = await world.post(50, 9, false, small, order({ finalityClass: soon }));
    await happens(own, "Claimed");
    start({ account: anna });
    const wishes = order({ attesters: 1, sampleTiles: 1, finalityClass: late });
    const others = await world.post(14, 9, false, small, wishes);
    await happens(others, "Minted");
    const [attested] = await eventsOf(others, "Attested");
    assert.equal(attested?.args.operator, ben.address);
    assert.equal(stageOf(busy, own), "claimed");
    release();
    await happens(own, "Minted");
  });
});

describe("a job whose picture nobody joins", () => {
  it("is joined by npm run assemble, handed in by its artist, and minted", async () => {
    const { ended } = start({ account: anna, crashAtCheckpoint: "lot joined", service: "whole" });
    const { tileCore } = world.recipe;
    const wishes = order({ tilesPerLot: 1, finalityClass: soon, claimSeconds: 60 });
    const jobId = await world.post(tileCore + 1, 8, false, {}, wishes);
    await ended;
    const gallery = "http://127.0.0.1:3000";
    const command = ["commands/assemble.ts", "--job", String(jobId), "--json", "--home", homes];
    const { stdout } = await run(process.execPath, command, { env: world.env({ GALLERY_URL: gallery }) });
    const { link, ...joined } = JSON.parse(stdout);
    assert.deepEqual(parseAssembly(new URL(link).hash), {
      outputRoot: joined.outputRoot,
      metadataDigest: joined.metadataDigest,
      seal: joined.seal,
      probe: joined.probe,
    });

    const [posted] = await eventsOf(jobId, "Posted");
    assert.ok(posted);
    const { terms } = posted.args;
    const artist = world.send(world.artist);
    const { outputRoot, metadataDigest, seal, probe } = joined;
    await until("the artist may hand it in", async () => {
      const { timestamp } = await world.anvil.reader.getBlock();
      const { assemblyOpenedAt } = await world.job(jobId);
      return Number(timestamp) > assemblyOpenedAt + (classes[0]?.windowSeconds ?? 0);
    });
    await artist.call(world.escrow, "assemble", [terms, jobId, outputRoot, metadataDigest, seal]);
    const [assembled] = await eventsOf(jobId, "Assembled");
    const submitted = (await eventsOf(jobId, "Submitted")).at(-1);
    assert.ok(assembled && submitted);
    const { lotId, openSeconds } = assembled.args;
    const claim = { operator: zeroAddress, price: 0n, openSeconds };
    await until("its window is over", async () => {
      const [{ timestamp }, { time }] = await Promise.all([
        world.anvil.reader.getBlock(),
        world.anvil.reader.readContract({ ...world.escrow, functionName: "lots", args: [lotId] }),
      ]);
      return Number(timestamp) > time + (classes[0]?.windowSeconds ?? 0);
    });
    const finalises = [terms, lotId, claim, submitted.args.submission, probe, []];
    await artist.call(world.escrow, "finalise", finalises);
    await happens(jobId, "Minted");
    await assertIsDoubled(jobId, join(world.home, `input-${tileCore + 1}x8.png`));
  });
});

describe("a Final lot whose pixels are lost", () => {
  it("is computed again from the input, and stored again, by who joins the picture", async () => {
    const { store, seen } = forgetfulStore("-lot-1.rgb");
    const { node } = start({ account: anna, store });
    const jobId = await world.post(39, 10, true, small, order({ tilesPerLot: 3, finalityClass: soon }));
    await happens(jobId, "Minted");
    assert.equal(seen.puts, 2);
    await assertIsDoubled(jobId, join(world.home, "input-39x10.png"));
    assert.deepEqual(node.journal.tiles.of(lotIdOf(jobId, 1)), []);
  });
});

describe("a submission that others are asked to check", () => {
  const startCheckers = () => [ben, cleo].map((account) => start({ account, trades: onlyChecks }));
  const asked = order({ attesters: 2, sampleTiles: 2, finalityClass: late });

  it("is final long before its window, and pays those who sealed it", async () => {
    start({ account: anna });
    const checkers = startCheckers();
    const jobId = await world.post(40, 20, false, small, asked);
    await happens(jobId, "Minted");
    const [paid] = await eventsOf(jobId, "AttestersPaid");
    assert.equal(paid?.args.agreed, 3);
    const attested = await eventsOf(jobId, "Attested");
    const who = attested.map(({ args }) => args.operator);
    assert.deepEqual(who.toSorted(), checkers.map(({ account }) => account.address).toSorted());
    for (const { node } of checkers)
      await until("the pay is journalled", async () => node.journal.attestations.earnedWei() > 0n);
  });

  it("is fetched by who is likely to be drawn, and its sessions opened, before the block that draws", async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { client } = world.anvil;
    start({ account: anna, holdUntil: released });
    const checker = start({ account: ben, trades: onlyChecks });
    const jobId = await world.post(21, 9, false, small, { ...asked, attesters: 1 });
    await happens(jobId, "Claimed");
    await client.setIntervalMining({ interval: 0 });
    try {
      release();
      await until("the submit waits for its block", async () => (await client.getTxpoolStatus()).pending > 0);
      await client.mine({ blocks: 1 });
      assert.equal((await eventsOf(jobId, "Submitted")).length, 1);
      const { leaves } = await lotFiles(checker.node.settings.jobsDirectory, lotIdOf(jobId, 0), "check");
      await until("the tiles' digests are known", async () => existsSync(leaves));
      await until("the sessions are open", async () => checker.sessions.opened === 1);
      assert.equal((await eventsOf(jobId, "Attested")).length, 0);
    } finally {
      await client.setIntervalMining({ interval: 1 });
    }
    await happens(jobId, "Minted");
  });

  it("is checked lot by lot and as a whole where it has several", async () => {
    start({ account: anna });
    startCheckers();
    const jobId = await world.post(38, 9, true, small, { ...asked, tilesPerLot: 3 });
    await happens(jobId, "Minted");
    const attested = await eventsOf(jobId, "Attested");
    assert.deepEqual(attested.map(({ args }) => lotIndexOf(args.lotId)).toSorted(), [0, 0, 1, 1, 2, 2]);
    assert.ok(attested.every(({ args }) => !isObjection(args.seal)));
    await assertIsDoubled(jobId, join(world.home, "input-38x9.png"));
  });

  it("is objected to, and given back, when its worker lies", async () => {
    const spoil = (planar: Uint8Array) => {
      planar[0] = (planar[0] as number) ^ 1;
    };
    start({ account: anna, spoil });
    const checkers = startCheckers();
    const jobId = await world.post(37, 9, false, small, { ...asked, sampleTiles: 1, finalityClass: fair });
    await happens(jobId, "Expired");
    const attested = await eventsOf(jobId, "Attested");
    assert.equal(attested.length, 2);
    assert.ok(attested.every(({ args }) => isObjection(args.seal)));
    const [paid] = await eventsOf(jobId, "ObjectorsPaid");
    assert.equal(paid?.args.objected, 3);
    assert.equal((await eventsOf(jobId, "Finalised")).length, 0);
    for (const { node } of checkers)
      await until("the pay is journalled", async () => node.journal.attestations.earnedWei() > 0n);
  });

  it("is objected to when its result is nowhere", async () => {
    start({ account: anna, store: privateStore() });
    startCheckers();
    const jobId = await world.post(36, 9, false, small, { ...asked, finalityClass: fair });
    await happens(jobId, "Expired");
    const attested = await eventsOf(jobId, "Attested");
    assert.ok(attested.length > 0 && attested.every(({ args }) => isObjection(args.seal)));
  });

  for (const [known, sampleTiles] of [
    ["by a checker who ran all of its tiles", 6],
    ["by a checker who computes the rest of its tiles", 2],
  ] as const)
    it(`is final without its worker, ${known}`, async () => {
      const worker = start({ account: anna, crashAtCheckpoint: "submit mined" });
      const wishes = { ...asked, tilesPerLot: 6, sampleTiles, finalityClass: patient };
      const jobId = await world.post(33, 20, false, small, wishes);
      await worker.ended;
      start({ account: ben });
      start({ account: cleo });
      await happens(jobId, "Minted");
      assert.equal((await eventsOf(jobId, "Claimed")).length, 1, "somebody else has computed it");
      const [final] = await eventsOf(jobId, "Finalised");
      assert.ok((final?.args.operatorPay ?? 0n) > 0n, "the worker is paid all the same");
      const { from } = await world.anvil.reader.getTransaction({ hash: final?.transactionHash ?? "0x" });
      assert.notEqual(from.toLowerCase(), anna.address.toLowerCase());
    });

  for (const checkpoint of ["to check", "judged", "to attest", "broadcast", "attest mined"])
    it(`is sealed once by a node that dies at "${checkpoint}" and comes back`, async () => {
      start({ account: anna });
      const dying = start({ account: ben, trades: onlyChecks, crashAtCheckpoint: checkpoint });
      const jobId = await world.post(20, 9, false, small, { ...asked, attesters: 1 });
      await dying.ended;
      const { home, account } = dying;
      await dying.stop();
      start({ home, account, trades: onlyChecks });
      await happens(jobId, "Minted");
      assert.equal((await eventsOf(jobId, "Attested")).length, 1);
      assert.equal((await eventsOf(jobId, "AttestationSkipped")).length, 0);
    });
});
