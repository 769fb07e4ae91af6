import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hashTerms, hashWork } from "@graphiti/protocol/terms.ts";
import { encodeFunctionData, maxUint16, parseEther, zeroAddress, zeroHash } from "viem";
import { eventsOf, isolateTests, plain, refused } from "./stage/expect.ts";
import { inputCid, orderOf, postJob, sendPost, type Wishes, workOf } from "./stage/jobs.ts";
import { claimPace, coldWindowSeconds, fastClass, setStage } from "./stage/stage.ts";

const stage = await setStage();
const { escrow } = stage;
const maxPriceOfAll = (2n ** 80n - 1n) / 5n;
const day = 86_400;

describe("post", () => {
  isolateTests(stage);
  const posts = async (wishes: Wishes) => sendPost(stage, (await stage.now()) + 10, wishes);
  const refuses = async (wishes: Wishes, name: string, args: readonly unknown[]) =>
    refused(posts(wishes), name, args);

  it("keeps the hash of the terms, emits them whole and takes the highest price", async () => {
    const postedAt = (await stage.now()) + 10;
    const hash = await sendPost(stage, postedAt);
    const work = workOf(stage);
    const terms = {
      artist: stage.artist.account.address,
      postedAt,
      tiles: 4,
      workHash: hashWork(work),
      order: orderOf(stage, postedAt),
    };
    assert.deepEqual(await eventsOf(stage, hash), [
      ["Posted", plain({ jobId: 1n, artist: terms.artist, terms, work, inputCid })],
    ]);
    assert.deepEqual(await escrow.read.jobs([1n]), {
      state: 1,
      finalLots: 0,
      assemblyOpenedAt: 0,
      termsHash: hashTerms(terms).slice(0, 2 + 50),
    });
    assert.deepEqual(await escrow.read.lots([1n << 16n]), {
      state: 0,
      attempt: 0,
      time: 0,
      commitment: `0x${"00".repeat(24)}`,
    });
    assert.equal(await stage.reader.getBalance({ address: escrow.address }), parseEther("102"));
  });

  it("numbers jobs from 1", async () => {
    assert.equal(await escrow.read.jobCount(), 0n);
    assert.equal((await postJob(stage)).jobId, 1n);
    assert.equal((await postJob(stage)).jobId, 2n);
    assert.equal(await escrow.read.jobCount(), 2n);
  });

  it("refuses any value but the highest price", async () => {
    for (const value of [0n, parseEther("2") - 1n, parseEther("2") + 1n])
      await refuses({ value }, "WrongValue", [value, parseEther("2")]);
  });

  it("refuses a highest price of nothing, below the lowest, or whose bond no stake could cover", async () => {
    await refuses({ order: { minPrice: 0n, maxPrice: 0n } }, "PriceOutOfRange", [0n, 0n, maxPriceOfAll]);
    await refuses({ order: { minPrice: 3n, maxPrice: 2n } }, "PriceOutOfRange", [3n, 2n, maxPriceOfAll]);
    const over = maxPriceOfAll + 1n;
    await stage.tester.setBalance({ address: stage.artist.account.address, value: 2n * over });
    await refuses({ order: { maxPrice: over } }, "PriceOutOfRange", [parseEther("1"), over, maxPriceOfAll]);
    await posts({ order: { maxPrice: maxPriceOfAll } });
    await posts({ order: { minPrice: 1n, maxPrice: 1n } });
    await posts({ order: { minPrice: 0n, maxPrice: 1n } });
  });

  it("refuses a ramp of 0 seconds", async () => {
    await refuses({ order: { rampSeconds: 0 } }, "RampIsZero", []);
    await posts({ order: { rampSeconds: 1 } });
  });

  it("refuses the zero address and the contracts themselves as recipient", async () => {
    for (const recipient of [zeroAddress, escrow.address, stage.art.address])
      await refuses({ order: { recipient } }, "RecipientRefused", [recipient]);
  });

  it("refuses a royalty above 10 %, and one without a receiver", async () => {
    await refuses({ order: { royaltyBps: 1_001 } }, "RoyaltyTooHigh", [1_001n, 1_000n]);
    await refuses({ order: { royaltyBps: 1, royaltyReceiver: zeroAddress } }, "RoyaltyReceiverMissing", []);
    await posts({ order: { royaltyBps: 1_000 } });
    await posts({ order: { royaltyBps: 0, royaltyReceiver: zeroAddress } });
  });

  it("caps the operators' share and asks for nothing else about it", async () => {
    await refuses({ order: { operatorShareBps: 501 } }, "OperatorShareTooHigh", [501n, 500n]);
    await posts({ order: { operatorShareBps: 500 } });
    await posts({ order: { operatorShareBps: 1, royaltyBps: 0, royaltyReceiver: zeroAddress } });
  });

  it("refuses a picture without pixels", async () => {
    await refuses({ work: { width: 0 } }, "PictureIsEmpty", [0n, 600n]);
    await refuses({ work: { height: 0 } }, "PictureIsEmpty", [1024n, 0n]);
  });

  it("refuses missing digests of the input and the card, but takes empty params", async () => {
    for (const field of ["inputRoot", "inputDigest", "cardDigest"])
      await refuses({ work: { [field]: zeroHash } }, "DigestIsZero", []);
    await posts({ work: { params: zeroHash } });
  });

  it("counts the tiles of both planes, clipped ones included", async () => {
    const cases: [number, number, boolean, number][] = [
      [1, 1, false, 1],
      [512, 512, false, 1],
      [513, 512, false, 2],
      [512, 513, false, 2],
      [1025, 513, false, 6],
      [1025, 513, true, 12],
    ];
    for (const [width, height, hasAlpha, tiles] of cases) {
      const wishes = { order: { tilesPerLot: 128, claimSeconds: 240 }, work: { width, height, hasAlpha } };
      assert.equal((await postJob(stage, wishes)).terms.tiles, tiles);
    }
  });

  it("refuses no tiles and more than 128 tiles per lot", async () => {
    await refuses({ order: { tilesPerLot: 0 } }, "TilesPerLotOutOfRange", [0n, 128n]);
    await refuses({ order: { tilesPerLot: 129 } }, "TilesPerLotOutOfRange", [129n, 128n]);
    await posts({ order: { tilesPerLot: 128 } });
  });

  it("refuses more than 64 lots of tiles", async () => {
    const strip = (tiles: number) => ({ width: 512 * tiles, height: 512 });
    await refuses({ order: { tilesPerLot: 1 }, work: strip(65) }, "TooManyLots", [65n, 64n]);
    await refuses({ order: { tilesPerLot: 2 }, work: strip(129) }, "TooManyLots", [65n, 64n]);
    await posts({ order: { tilesPerLot: 1 }, work: strip(64) });
    await posts({ order: { tilesPerLot: 2 }, work: strip(127) });
    const huge = { width: 2 ** 32 - 1, height: 2 ** 32 - 1, hasAlpha: true };
    const tiles = 2n * 2n ** 46n;
    await refuses({ order: { tilesPerLot: 128 }, work: huge }, "TooManyLots", [tiles / 128n, 64n]);
    assert.equal(await escrow.read.MAX_LOTS(), 64);
  });

  it("refuses more than five attesters, and attesters without a sample to check", async () => {
    const order = { deadline: (await stage.now()) + 200_000, attesters: 5, sampleTiles: 1 };
    await refuses({ order: { ...order, attesters: 6 } }, "TooManyAttesters", [6n, 5n]);
    await refuses({ order: { ...order, attesters: 255 } }, "TooManyAttesters", [255n, 5n]);
    for (const attesters of [1, 5])
      await refuses({ order: { ...order, attesters, sampleTiles: 0 } }, "SampleIsZero", []);
    await posts({ order });
    assert.equal(await escrow.read.MAX_ATTESTERS(), 5);
  });

  it("refuses a sample larger than a lot", async () => {
    await refuses({ order: { sampleTiles: 5 } }, "SampleTooLarge", [5n, 4n]);
    await refuses({ order: { sampleTiles: Number(maxUint16) } }, "SampleTooLarge", [maxUint16, 4n]);
    await posts({ order: { sampleTiles: 4 } });
  });

  it("refuses a finality class that does not exist", async () => {
    await refuses({ order: { finalityClass: 3 } }, "UnknownClass", [3n, 3n]);
    await refuses({ order: { finalityClass: 255 } }, "UnknownClass", [255n, 3n]);
  });

  it("refuses a service that is not registered", async () => {
    await refuses({ work: { serviceId: 0 } }, "UnknownService", [0]);
    await refuses({ work: { serviceId: 2 } }, "UnknownService", [2]);
  });

  it("refuses a claim time too short for the largest lot", async () => {
    const wants = claimPace.baseSeconds + 4 * claimPace.secondsPerTile;
    assert.equal(await escrow.read.minClaimSeconds([4n]), BigInt(wants));
    const tooShort = [BigInt(wants) - 1n, BigInt(wants)];
    await refuses({ order: { claimSeconds: wants - 1 } }, "ClaimTooShort", tooShort);
    await posts({ order: { claimSeconds: wants } });
    await posts({ order: { claimSeconds: wants, tilesPerLot: 128 } });
  });

  it("refuses a deadline before which no whole span fits", async () => {
    const span = 200 + fastClass.windowSeconds + fastClass.graceSeconds;
    const at = (await stage.now()) + 10;
    const near = [BigInt(at + span - 1), BigInt(at + span)];
    await refused(sendPost(stage, at, { order: { deadline: at + span - 1 } }), "DeadlineTooNear", near);
    await sendPost(stage, at, { order: { deadline: at + span } });
  });

  it("wants two spans where an assembly is to come, and the cold window where seals are wanted", async () => {
    const span = 200 + fastClass.windowSeconds + fastClass.graceSeconds;
    const cold = 200 + coldWindowSeconds + fastClass.graceSeconds;
    const panel = { attesters: 1, sampleTiles: 1 };
    for (const [order, seconds] of [
      [{ tilesPerLot: 3 }, 2 * span],
      [panel, cold],
      [{ ...panel, tilesPerLot: 3 }, 2 * cold],
    ] as const) {
      const at = (await stage.now()) + 10;
      const near = [BigInt(at + seconds - 1), BigInt(at + seconds)];
      const call = sendPost(stage, at, { order: { ...order, deadline: at + seconds - 1 } });
      await refused(call, "DeadlineTooNear", near);
      await sendPost(stage, at, { order: { ...order, deadline: at + seconds } });
    }
  });

  it("refuses a deadline more than 90 days away", async () => {
    const at = (await stage.now()) + 10;
    const far = [BigInt(at + 90 * day + 1), BigInt(at + 90 * day)];
    await refused(sendPost(stage, at, { order: { deadline: at + 90 * day + 1 } }), "DeadlineTooFar", far);
    await sendPost(stage, at, { order: { deadline: at + 90 * day } });
  });

  it("refuses what cannot be a content id of the input", async () => {
    for (const length of [0, 45, 101])
      await refuses({ cid: "b".repeat(length) }, "CidLengthOutOfRange", [BigInt(length), 46n, 100n]);
    await posts({ cid: "b".repeat(46) });
    await posts({ cid: "b".repeat(100) });
  });

  it("refuses every job while posting is paused, and none after", async () => {
    await escrow.write.pausePosting([true], { account: stage.owner.account });
    await refuses({}, "PostingIsPaused", []);
    await escrow.write.pausePosting([false], { account: stage.owner.account });
    await posts({});
  });

  it("refuses terms with bits outside of a field's type", async () => {
    const at = (await stage.now()) + 10;
    await stage.nextAt(at);
    const data = encodeFunctionData({
      abi: escrow.abi,
      functionName: "post",
      args: [orderOf(stage, at), workOf(stage), inputCid],
    });
    // Every word of the static heads but the digests; its first byte belongs to no narrower type.
    for (let word = 0; word < 16; word++) {
      const dirty = `0x${data.slice(2, 10 + word * 64)}01${data.slice(12 + word * 64)}` as const;
      const call = stage.artist.sendTransaction({ to: escrow.address, data: dirty, value: parseEther("2") });
      await assert.rejects(call, `word ${word}`);
    }
    await stage.artist.sendTransaction({ to: escrow.address, data, value: parseEther("2") });
  });
});
