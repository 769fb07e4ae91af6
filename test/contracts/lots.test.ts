import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bond, priceAt, priceOfLot, settle, shareOfLot } from "@graphiti/protocol/offer.ts";
import { lotIdOf, noClaim, noSubmission, type Order, shapeOf } from "@graphiti/protocol/terms.ts";
import { zeroHash } from "viem";
import { eventsOf, isolateTests, ledger, plain, refused } from "./stage/expect.ts";
import { claimJob, digest, type Job, postJob, probeCount, resultFor, submitJob } from "./stage/jobs.ts";
import { bringLot, finaliseLot, finaliseTiles, lotIdsOf } from "./stage/lots.ts";
import { fastClass, protocolFeeBps, setStage, stakeWei } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, windowSeconds } = stage;
const odd = { minPrice: 1_000_000_000_000_000_007n, maxPrice: 2_000_000_000_000_000_039n, rampSeconds: 601 };
const span = 200 + fastClass.windowSeconds + fastClass.graceSeconds;

/** Seven tiles in lots of three: 3, 3, 1, and the assembly. */
const post = (order: Partial<Order> = {}) =>
  postJob(stage, { order: { ...odd, tilesPerLot: 3, ...order }, work: { width: 512 * 7, height: 512 } });
const claims = (job: Job, lotId: bigint) =>
  escrow.write.claim([job.terms, lotId, 0n], { account: stage.key.account });

describe("a job of several lots", () => {
  isolateTests(stage);

  it("is divided by tiles, and the assembly's share takes every wei that is left", async () => {
    for (const [tiles, tilesPerLot, maxPrice] of [
      [7, 3, odd.maxPrice],
      [64, 1, 1_000_003n],
      [65, 64, 999_999_999_999n],
      [2, 1, 1n],
      [129, 128, 19n],
    ] as const) {
      const claimSeconds = 120 + 10 * tilesPerLot;
      const offer = { minPrice: 0n, maxPrice, rampSeconds: 1 };
      const job = await postJob(stage, {
        order: { ...offer, tilesPerLot, claimSeconds, deadline: (await stage.now()) + 200_000 },
        work: { width: 512 * tiles, height: 512 },
      });
      const shape = shapeOf(job.terms);
      const ids = lotIdsOf(job);
      let sum = 0n;
      for (const [index, lotId] of ids.slice(0, -1).entries()) {
        const { claim } = await claimJob(stage, job, { at: (await stage.now()) + 2, lotId });
        const share = shareOfLot(maxPrice, shape, index);
        assert.equal(claim.price, share, `${tiles} tiles, lot ${index}`);
        sum += share;
      }
      const { locked } = await ledger(stage, stage.operator.account.address);
      const assembly = shareOfLot(maxPrice, shape, ids.length - 1);
      assert.equal(sum + assembly, maxPrice);
      assert.ok(assembly >= priceOfLot(maxPrice, shape, ids.length - 1));
      assert.equal(locked >= bond(sum), true);
    }
  });

  it("locks five times each lot's share, and prices each by its tiles", async () => {
    const job = await post();
    const shape = shapeOf(job.terms);
    let locked = 0n;
    for (const [index, lotId] of lotIdsOf(job).slice(0, 3).entries()) {
      const at = job.postedAt + 60 + index;
      const { claim } = await claimJob(stage, job, { at, lotId });
      assert.equal(claim.price, priceOfLot(priceAt(odd, 60 + index), shape, index));
      locked += bond(shareOfLot(odd.maxPrice, shape, index));
      assert.equal((await ledger(stage, claim.operator)).locked, locked);
    }
  });

  it("pays every lot to the wei and mints with the assembly, which the last tile lot opens", async () => {
    const job = await post();
    const shape = shapeOf(job.terms);
    const { artist, operator, treasury, recipient } = stage;
    const assembly = await finaliseTiles(stage, job);
    const { timestamp } = await stage.reader.getBlock();
    assert.deepEqual(await escrow.read.jobs([job.jobId]), {
      ...{ state: 1, finalLots: 3, assemblyOpenedAt: Number(timestamp) },
      termsHash: (await escrow.read.jobs([job.jobId])).termsHash,
    });
    const at = Number(timestamp) + 75;
    await stage.tester.setNextBlockTimestamp({ timestamp: BigInt(at) });
    await stage.tester.mine({ blocks: 1 });
    const price = priceOfLot(priceAt(odd, 75), shape, 3);
    assert.equal(await escrow.read.priceAt([job.terms, assembly]), price);

    const lot = await bringLot(stage, job, { lotId: assembly, at: at + 5 });
    assert.equal(lot.claim.openSeconds, 80);
    assert.equal(lot.claim.price, priceOfLot(priceAt(odd, 80), shape, 3));
    const share = shareOfLot(odd.maxPrice, shape, 3);
    assert.equal((await ledger(stage, operator.account.address)).locked, bond(share));
    const hash = await finaliseLot(stage, lot, lot.submittedAt + windowSeconds);
    const events = await eventsOf(stage, hash);
    const { operatorPay, protocolFee, artistRefund } = settle(share, lot.claim.price, protocolFeeBps);
    assert.deepEqual(
      events.map(([name]) => name),
      ["Finalised", "Minted", "Transfer"],
    );
    const paid = events[0]?.[1] as { operatorPay: bigint; protocolFee: bigint; artistRefund: bigint };
    assert.deepEqual(
      [paid.operatorPay, paid.protocolFee, paid.artistRefund],
      [operatorPay, protocolFee, artistRefund],
    );
    assert.deepEqual(
      events[1]?.[1],
      plain({
        jobId: job.jobId,
        recipient: recipient.account.address,
        metadataDigest: digest(`metadata ${job.jobId}`),
      }),
    );
    let credits = 0n;
    for (const { account } of [artist, operator, treasury])
      credits += (await ledger(stage, account.address)).credit;
    assert.equal(credits, odd.maxPrice);
    assert.equal((await ledger(stage, operator.account.address)).locked, 0n);
    assert.equal((await ledger(stage, operator.account.address)).stake, stakeWei);
    assert.deepEqual(plain(await escrow.read.royaltyOf([job.jobId])), plain([artist.account.address, 500]));
    assert.equal((await escrow.read.jobs([job.jobId])).state, 2);
    assert.equal((await escrow.read.jobs([job.jobId])).finalLots, 4);
  });

  it("keeps the assembly shut until the last tile lot is final", async () => {
    const job = await post();
    const assembly = lotIdOf(job.jobId, 3);
    await refused(claims(job, assembly), "AssemblyNotOpen", [0n, 3n]);
    await refused(escrow.read.priceAt([job.terms, assembly]), "AssemblyNotOpen", [0n, 3n]);
    const [first, second, third] = [
      await bringLot(stage, job, { lotId: lotIdOf(job.jobId, 0) }),
      await bringLot(stage, job, { lotId: lotIdOf(job.jobId, 1) }),
      await bringLot(stage, job, { lotId: lotIdOf(job.jobId, 2) }),
    ];
    const at = third.submittedAt + windowSeconds;
    await finaliseLot(stage, second, at);
    await finaliseLot(stage, first, at + 1);
    await refused(claims(job, assembly), "AssemblyNotOpen", [2n, 3n]);
    assert.equal((await escrow.read.jobs([job.jobId])).assemblyOpenedAt, 0);
    await finaliseLot(stage, third, at + 2);
    assert.equal((await escrow.read.jobs([job.jobId])).assemblyOpenedAt, at + 2);
    await claims(job, assembly);
  });

  it("has as many lots as it says: the assembly is the last", async () => {
    const job = await post();
    for (const index of [4, 5, 65_535]) {
      const lotId = lotIdOf(job.jobId, index);
      await refused(claims(job, lotId), "UnknownLot", [lotId]);
    }
    const whole = await post({ tilesPerLot: 7 });
    await refused(claims(whole, lotIdOf(whole.jobId, 1)), "UnknownLot", [lotIdOf(whole.jobId, 1)]);
  });

  it("wants two spans before the deadline for tiles, one for the assembly", async () => {
    const job = await post();
    const { deadline } = job.terms.order;
    await stage.nextAt(deadline - 2 * span + 1);
    await refused(claims(job, job.lotId), "DeadlineTooNear", [BigInt(deadline), BigInt(deadline + 1)]);
    await stage.nextAt(deadline - 2 * span);
    await claims(job, job.lotId);

    const other = await post();
    const end = other.terms.order.deadline;
    const assembly = await finaliseTiles(stage, other);
    await stage.nextAt(end - span + 1);
    await refused(claims(other, assembly), "DeadlineTooNear", [BigInt(end), BigInt(end + 1)]);
    await stage.nextAt(end - span);
    await claims(other, assembly);
  });

  it("takes metadata with the assembly alone", async () => {
    const job = await post();
    const submits = async (lotId: bigint, change: Partial<ReturnType<typeof resultFor>>) => {
      const { claim } = await claimJob(stage, job, { at: (await stage.now()) + 5, lotId });
      const result = { ...resultFor(stage, job, claim.operator, 0, lotId), ...change };
      return submitJob(stage, job, claim, { lotId, result });
    };
    const id = await stage.tester.snapshot();
    await refused(submits(job.lotId, { metadataDigest: digest("early") }), "MetadataTooSoon");
    await stage.tester.revert({ id });
    for (const field of ["outputRoot", "seal"]) {
      const before = await stage.tester.snapshot();
      await refused(submits(job.lotId, { [field]: zeroHash }), "DigestIsZero");
      await stage.tester.revert({ id: before });
    }
    const { submission } = await submits(job.lotId, {});
    assert.equal(submission.metadataDigest, zeroHash);

    const other = await post();
    const lotId = await finaliseTiles(stage, other);
    const { claim } = await claimJob(stage, other, { at: (await stage.now()) + 5, lotId });
    const result = resultFor(stage, other, claim.operator, 0, lotId);
    const without = submitJob(stage, other, claim, {
      lotId,
      result: { ...result, metadataDigest: zeroHash },
    });
    await refused(without, "DigestIsZero");
    await submitJob(stage, other, claim, { lotId, result });
    assert.equal(probeCount(other, lotId), 1);
  });

  it("pays the tile lots of a closed job, opens its assembly to nobody and refunds that", async () => {
    const job = await post();
    const lots = [];
    for (const lotId of lotIdsOf(job).slice(0, 3)) lots.push(await bringLot(stage, job, { lotId }));
    await escrow.write.close([job.terms, job.jobId], { account: stage.artist.account });
    let at = (lots.at(-1)?.submittedAt ?? 0) + windowSeconds;
    for (const lot of lots) await finaliseLot(stage, lot, at++);
    const lotId = lotIdOf(job.jobId, 3);
    await refused(claims(job, lotId), "WrongJobState", [3, 1]);
    const expiry = { lotId, claim: noClaim, submission: noSubmission };
    assert.deepEqual(await eventsOf(stage, await escrow.write.expire([job.terms, [expiry]])), [
      ["Refunded", { lotId, amount: shareOfLot(odd.maxPrice, shapeOf(job.terms), 3) }],
    ]);
    const { artist, operator, treasury } = stage;
    let credits = 0n;
    for (const { account } of [artist, operator, treasury])
      credits += (await ledger(stage, account.address)).credit;
    assert.equal(credits, odd.maxPrice);
  });
});
