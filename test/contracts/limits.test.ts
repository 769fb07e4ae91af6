import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { maxPriceWei } from "@graphiti/protocol/offer.ts";
import { lotIdOf } from "@graphiti/protocol/terms.ts";
import { parseEther } from "viem";
import { attestLot, fatesOf } from "./stage/attest.ts";
import { type Attester, hire } from "./stage/crew.ts";
import { isolateTests, ledger, refused } from "./stage/expect.ts";
import { claimJob, mintJob, postJob } from "./stage/jobs.ts";
import { bringLot, expireLots, finaliseLot, submittedLot } from "./stage/lots.ts";
import { setStage, slowClass, stakeWei } from "./stage/stage.ts";
import { storageOf } from "./stage/storage.ts";

const stage = await setStage();
const { escrow, operator, artist, tester, windowSeconds } = stage;
const storage = storageOf(stage);
const maxUint80 = 2n ** 80n - 1n;
const maxUint96 = 2n ** 96n - 1n;

/** Arithmetic that does not fit its type. */
const overflow = /panic code 0x11/;

describe("at the limits of the types", () => {
  isolateTests(stage);

  it("the highest price has a bond that just fits a stake, and its lots end as all others", async () => {
    const offer = { minPrice: 0n, maxPrice: maxPriceWei };
    await tester.setBalance({ address: artist.account.address, value: 2n * maxUint80 });
    await tester.setBalance({ address: operator.account.address, value: 2n * maxUint80 });
    await escrow.write.stake({ account: operator.account, value: maxUint80 - stakeWei });
    const job = await postJob(stage, { order: offer });
    const lot = await bringLot(stage, job, { at: job.postedAt + 600 });
    const { locked, stake } = await ledger(stage, operator.account.address);
    assert.deepEqual([stake, locked], [maxUint80, 5n * maxPriceWei]);
    const id = await tester.snapshot();
    await finaliseLot(stage, lot, lot.submittedAt + windowSeconds);
    const { credit } = await ledger(stage, operator.account.address);
    assert.equal(credit, maxPriceWei - maxPriceWei / 50n);
    await tester.revert({ id });
    await expireLots(stage, [lot], lot.submittedAt + windowSeconds + stage.graceSeconds);
    assert.equal((await ledger(stage, artist.account.address)).credit, maxPriceWei / 4n);
  });

  it("a stake of 80 bits is drawn like any other", async () => {
    const [first, second] = (await hire(stage, 2)) as [Attester, Attester];
    const { account } = first;
    const rest = maxUint80 - (await escrow.read.totalStake());
    await tester.setBalance({ address: account.address, value: 2n * maxUint80 });
    await escrow.write.stake({ account, value: rest });
    assert.equal(await escrow.read.totalStake(), maxUint80);
    const lot = await submittedLot(stage);
    assert.deepEqual(await fatesOf(stage, attestLot(stage, lot, first, 20)), [[lot.lotId, "Attested"]]);
    const call = escrow.write.stake({ account: second.account, value: 1n });
    await refused(call, "StakeAboveLimit", [maxUint80 + 1n, maxUint80]);
    const late = await submittedLot(stage, 2, { finalityClass: 1 });
    const widest = attestLot(stage, late, second, 899);
    assert.deepEqual(await fatesOf(stage, widest), [[late.lotId, "Attested"]]);
  });

  it("a credit takes its last wei of 96 bits, and reverts rather than to begin again", async () => {
    const { address } = artist.account;
    const { claim } = await mintJob(stage);
    const before = (await ledger(stage, address)).credit;
    const refund = parseEther("2") - claim.price;
    assert.equal(before, refund);
    for (const [room, fits] of [
      [refund, true],
      [refund - 1n, false],
    ] as const) {
      const id = await tester.snapshot();
      await storage.setAccount(address, { stake: 0n, locked: 0n, credit: maxUint96 - room });
      const minted = mintJob(stage);
      if (fits) {
        await minted;
        assert.equal((await ledger(stage, address)).credit, maxUint96);
      } else await assert.rejects(minted, overflow);
      await tester.revert({ id });
    }
  });

  it("an attempt counts to 65,535, from which a lot can only be refunded", async () => {
    const job = await postJob(stage);
    const { lotId } = job;
    await storage.setLot(lotId, { state: 0, attempt: 65_534, time: job.postedAt });
    const lot = await bringLot(stage, job, { attempt: 65_534, at: job.postedAt + 60 });
    const id = await tester.snapshot();
    await finaliseLot(stage, lot, lot.submittedAt + windowSeconds);
    assert.equal((await escrow.read.jobs([job.jobId])).state, 2);
    await tester.revert({ id });
    await expireLots(stage, [lot], lot.submittedAt + windowSeconds + stage.graceSeconds);
    assert.equal((await escrow.read.lots([lotId])).attempt, 65_535);
    const again = escrow.write.claim([job.terms, lotId, 0n], { account: stage.key.account });
    await refused(again, "AttemptsExhausted", [lotId]);
  });

  it("a job of 64 lots counts 65 of them Final", async () => {
    const job = await postJob(stage, {
      order: { tilesPerLot: 1, rampSeconds: 1, minPrice: 6_400n, maxPrice: 6_400n, finalityClass: 1 },
      work: { width: 512 * 64, height: 512 },
    });
    const lots = [];
    for (let index = 0; index < 64; index++)
      lots.push(
        await bringLot(stage, job, { lotId: lotIdOf(job.jobId, index), at: (await stage.now()) + 1 }),
      );
    let at = (lots.at(-1)?.submittedAt ?? 0) + slowClass.windowSeconds;
    for (const lot of lots) await finaliseLot(stage, lot, at++);
    const last = await bringLot(stage, job, { lotId: lotIdOf(job.jobId, 64) });
    await finaliseLot(stage, last, last.submittedAt + slowClass.windowSeconds);
    const { state, finalLots } = await escrow.read.jobs([job.jobId]);
    assert.deepEqual([state, finalLots], [2, 65]);
    assert.equal((await escrow.read.royaltyOf([job.jobId]))[1], 500);
  });

  it("a job id above 64 bits is no job's", async () => {
    const job = await postJob(stage);
    const foreign = lotIdOf(job.jobId + 2n ** 64n, 0);
    const call = escrow.write.claim([job.terms, foreign, 0n], { account: stage.key.account });
    await refused(call, "TermsMismatch");
    await claimJob(stage, job);
  });
});
