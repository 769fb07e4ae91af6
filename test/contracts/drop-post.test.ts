import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { workParams, workSeed } from "@graphiti/protocol/drop.ts";
import { paramsInput } from "@graphiti/protocol/params-input.ts";
import { type Hex, keccak256, parseEther, parseEventLogs, toHex } from "viem";
import {
  buyWorks,
  computing,
  dropEventsOf,
  maxLeadSeconds,
  openDrop,
  passBlock,
  postSeconds,
  postWorks,
  sellOut,
  setDrops,
} from "./stage/drops.ts";
import { isolateTests, plain, refused } from "./stage/expect.ts";
import { fakeArbitrum } from "./stage/fake-arbitrum.ts";
import { setStage } from "./stage/stage.ts";

const stage = await setDrops(await setStage());
const { artist, escrow, operator: ada, otherKey: bob, owner, tester } = stage;
const blockNumber = () => stage.reader.getBlockNumber({ cacheTime: 0 });
const hashOf = async (number: bigint) => (await stage.reader.getBlock({ blockNumber: number })).hash as Hex;

describe("post", () => {
  isolateTests(stage);

  it("posts the job of a work by its terms, for its buyer, with a seed from the block after the sale", async () => {
    const drop = await openDrop(stage);
    const bought = await buyWorks(stage, drop, ada, 0, { quantity: 2n });
    const target = (await stage.receipt(bought)).blockNumber + 1n;
    await passBlock(stage);
    const at = (await stage.now()) + 7;
    await stage.nextAt(at);
    const hash = await drop.write.post([[0n, 1n]]);
    const { logs } = await stage.receipt(hash);
    const posted = parseEventLogs({ abi: escrow.abi, logs, eventName: "Posted" });
    assert.equal(posted.length, 2);
    const seeds = [0, 1].map(async (index) => workSeed(drop.address, index, await hashOf(target)));
    for (const [index, { args }] of posted.entries()) {
      const seed = (await seeds[index]) as Hex;
      const input = paramsInput(workParams(drop.series.look, seed));
      const { serviceId, width, height, cardDigest } = drop.series;
      const { params, inputDigest, inputRoot } = input;
      const work = { serviceId, width, height, hasAlpha: false, params, inputRoot, inputDigest, cardDigest };
      assert.deepEqual(args.work, work);
      assert.equal(args.inputCid, input.inputCid);
      const { deadlineSeconds, ...asked } = computing;
      const order = {
        ...asked,
        deadline: at + deadlineSeconds,
        tilesPerLot: 128,
        recipient: ada.account.address,
        royaltyBps: 750,
        royaltyReceiver: artist.account.address,
        operatorShareBps: 0,
      };
      assert.deepEqual(plain(args.terms.order), plain(order));
      assert.deepEqual([plain(args.artist), args.terms.tiles], [plain(drop.address), 1]);
    }
    assert.deepEqual(await dropEventsOf(stage, drop, hash), [
      ["WorkPosted", { index: 0n, jobId: 1n, seed: await seeds[0] }],
      ["WorkPosted", { index: 1n, jobId: 2n, seed: await seeds[1] }],
    ]);
    const buyer = ada.account.address;
    assert.deepEqual(plain(await drop.read.works([1n])), plain({ buyer, state: 2, number: 2n }));
    await stage.assertions.balancesHaveChanged(hash, [
      { address: drop.address, amount: -2n * computing.maxPrice },
      { address: escrow.address, amount: 2n * computing.maxPrice },
    ]);
  });

  it("waits for the block after the one that comes after the sale, also in a batch", async () => {
    const drop = await openDrop(stage);
    const bought = await buyWorks(stage, drop, ada, 10);
    const target = (await stage.receipt(bought)).blockNumber + 1n;
    await refused(drop.write.post([[0n]]), "SeedPending", [0n, target]);
    await passBlock(stage);
    await buyWorks(stage, drop, bob, 100);
    await refused(drop.write.post([[0n, 1n]]), "SeedPending", [1n, (await blockNumber()) + 1n]);
    await drop.write.post([[0n]]);
  });

  it("takes each work once, and none that was not sold", async () => {
    const drop = await openDrop(stage);
    await buyWorks(stage, drop, ada, 10);
    await passBlock(stage);
    await refused(drop.write.post([[1n]]), "WrongWorkState", [1n, 0, 1]);
    await refused(drop.write.post([[0n, 0n]]), "WrongWorkState", [0n, 2, 1]);
    await drop.write.post([[0n]]);
    await refused(drop.write.post([[0n]]), "WrongWorkState", [0n, 2, 1]);
  });

  it("takes one, and 50, and no more", async () => {
    const drop = await openDrop(stage, { supply: 60, walletCap: 60 });
    await buyWorks(stage, drop, ada, 0, { quantity: 50n });
    await buyWorks(stage, drop, ada, 10);
    await passBlock(stage);
    const indices = Array.from({ length: 51 }, (_, index) => BigInt(index));
    await refused(drop.write.post([[]]), "QuantityOutOfRange", [0n, 50n]);
    await refused(drop.write.post([indices]), "QuantityOutOfRange", [51n, 50n]);
    await drop.write.post([indices.slice(0, 50)]);
    await drop.write.post([indices.slice(50)]);
  });

  it("moves the seed to the present block when the hash is out of reach, again and again", async () => {
    const drop = await openDrop(stage);
    await buyWorks(stage, drop, ada, 10);
    for (let turn = 0; turn < 2; turn++) {
      await tester.mine({ blocks: 257 });
      const hash = await drop.write.post([[0n]]);
      const target = await blockNumber();
      assert.deepEqual(await dropEventsOf(stage, drop, hash), [["SeedMoved", { index: 0n, target }]]);
      const buyer = ada.account.address;
      assert.deepEqual(plain(await drop.read.works([0n])), plain({ buyer, state: 1, number: target }));
    }
    const target = await blockNumber();
    const hash = await drop.write.post([[0n]]);
    const seed = workSeed(drop.address, 0, await hashOf(target));
    assert.deepEqual(await dropEventsOf(stage, drop, hash), [["WorkPosted", { index: 0n, jobId: 1n, seed }]]);
  });

  it("still finds the hash in the last block in which it is known", async () => {
    const drop = await openDrop(stage);
    const bought = await buyWorks(stage, drop, ada, 10);
    const target = (await stage.receipt(bought)).blockNumber + 1n;
    await tester.mine({ blocks: 256 });
    const hash = await drop.write.post([[0n]]);
    assert.equal(await blockNumber(), target + 256n);
    assert.equal((await dropEventsOf(stage, drop, hash))[0]?.[0], "WorkPosted");
  });

  it("goes on in a batch when one of its seeds moves", async () => {
    const drop = await openDrop(stage);
    await buyWorks(stage, drop, ada, 0);
    await tester.mine({ blocks: 257 });
    await buyWorks(stage, drop, bob, 900);
    await passBlock(stage);
    const hash = await drop.write.post([[0n, 1n]]);
    const events = await dropEventsOf(stage, drop, hash);
    assert.deepEqual(
      events.map(([name]) => name),
      ["SeedMoved", "WorkPosted"],
    );
  });

  it("is anybody's until a week after the end of the sale", async () => {
    const drop = await openDrop(stage);
    const { endsAt } = drop.series;
    await buyWorks(stage, drop, ada, 10);
    await passBlock(stage);
    assert.equal(await drop.read.postingEndsAt(), BigInt(endsAt + postSeconds));
    await stage.nextAt(endsAt + postSeconds);
    await refused(drop.write.post([[0n]]), "TooLate", [BigInt(endsAt + postSeconds)]);
    await stage.nextAt(endsAt + postSeconds - 1);
    await drop.write.post([[0n]]);
  });

  it("is anybody's until a week after the last work was sold", async () => {
    const drop = await openDrop(stage);
    await sellOut(stage, drop, ada, bob);
    const endsAt = drop.series.startsAt + 500 + postSeconds;
    assert.equal(await drop.read.postingEndsAt(), BigInt(endsAt));
    await stage.nextAt(endsAt);
    await refused(drop.write.post([[0n]]), "TooLate", [BigInt(endsAt)]);
  });

  it("works for every series that opens, as late as can be", async () => {
    const startsAt = (await stage.now()) + maxLeadSeconds;
    const drop = await openDrop(stage, { startsAt, endsAt: startsAt + 1_000 });
    await buyWorks(stage, drop, ada, 999);
    const [job] = await postWorks(stage, drop, [0n]);
    assert.ok(job);
  });

  it("waits as long as the escrow takes no jobs", async () => {
    const drop = await openDrop(stage);
    await buyWorks(stage, drop, ada, 10);
    await escrow.write.pausePosting([true], { account: owner.account });
    await passBlock(stage);
    await refused(drop.write.post([[0n]]), "PostingIsPaused");
    await escrow.write.pausePosting([false], { account: owner.account });
    await drop.write.post([[0n]]);
  });
});

describe("the seed on Arbitrum", async () => {
  const present = 300_000_000n;
  const arbitrumStage = await setStage(async (tester) => {
    const arbitrum = fakeArbitrum(tester);
    await arbitrum.place();
    await arbitrum.setBlockNumber(present);
  });
  const drops = await setDrops(arbitrumStage);
  isolateTests(drops);

  it("hangs on the system contract's blocks, and their hashes", async () => {
    const arbitrum = fakeArbitrum(drops.tester);
    const drop = await openDrop(drops);
    await buyWorks(drops, drop, drops.operator, 0);
    assert.equal((await drop.read.works([0n])).number, present + 1n);
    await arbitrum.setBlockNumber(present + 1n);
    await refused(drop.write.post([[0n]]), "SeedPending", [0n, present + 1n]);
    await arbitrum.setBlockNumber(present + 2n);
    const blockHash = keccak256(toHex("a block"));
    await arbitrum.setRingHash(present + 1n, blockHash);
    const hash = await drop.write.post([[0n]]);
    const seed = workSeed(drop.address, 0, blockHash);
    assert.deepEqual(await dropEventsOf(drops, drop, hash), [["WorkPosted", { index: 0n, jobId: 1n, seed }]]);
    assert.equal(drop.series.startPrice, parseEther("2"));
  });
});
