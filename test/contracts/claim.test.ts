import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bond, priceAt } from "@graphiti/protocol/offer.ts";
import { claimCommitment, noClaim, noSubmission } from "@graphiti/protocol/terms.ts";
import { parseEther, toHex } from "viem";
import { eventsOf, isolateTests, ledger, plain, refused } from "./stage/expect.ts";
import { claimJob, finaliseJob, type Job, postJob, submitJob } from "./stage/jobs.ts";
import { fastClass, setStage, stakeWei } from "./stage/stage.ts";
import { storageOf } from "./stage/storage.ts";

const stage = await setStage();
const { escrow } = stage;
const span = 200 + fastClass.windowSeconds + fastClass.graceSeconds;
const claims = (job: Job, minPay = 0n, account = stage.key.account) =>
  escrow.write.claim([job.terms, job.lotId, minPay], { account });

describe("claim", () => {
  isolateTests(stage);

  it("freezes the price of its second, locks the bond and keeps the claim's hash", async () => {
    const job = await postJob(stage);
    const { claim, due, hash } = await claimJob(stage, job, { at: job.postedAt + 60 });
    const price = parseEther("1.1");
    assert.deepEqual(await eventsOf(stage, hash), [
      [
        "Claimed",
        plain({
          lotId: job.lotId,
          operator: stage.operator.account.address,
          key: stage.key.account.address,
          attempt: 0,
          price,
          openSeconds: 60,
          due: BigInt(job.postedAt + 260),
        }),
      ],
    ]);
    const { operator } = claim;
    assert.deepEqual(await escrow.read.lots([job.lotId]), {
      state: 1,
      attempt: 0,
      time: due,
      commitment: claimCommitment(claim),
    });
    assert.deepEqual(await ledger(stage, operator), {
      stake: stakeWei,
      locked: parseEther("10"),
      credit: 0n,
    });
  });

  it("prices every second like offer.ts", async () => {
    const offers = [
      { minPrice: 0n, maxPrice: 1n, rampSeconds: 7 },
      { minPrice: 7n, maxPrice: 7n, rampSeconds: 1 },
      { minPrice: 123_456_789n, maxPrice: parseEther("3"), rampSeconds: 601 },
      { minPrice: parseEther("1"), maxPrice: parseEther("240000"), rampSeconds: 2 ** 32 - 1 },
    ];
    await stage.tester.setBalance({ address: stage.artist.account.address, value: parseEther("999999") });
    for (const offer of offers) {
      const job = await postJob(stage, { order: { ...offer, deadline: (await stage.now()) + 80 * 86_400 } });
      for (const openSeconds of [1, 2, 6, 7, 8, 600, 601, 602, 70 * 86_400]) {
        await stage.nextAt(job.postedAt + openSeconds);
        await stage.tester.mine({ blocks: 1 });
        const price = await escrow.read.priceAt([job.terms, job.lotId]);
        assert.equal(price, priceAt(offer, openSeconds), `${openSeconds} s`);
      }
    }
  });

  it("is told for a job's own terms and lots alone", async () => {
    const { terms, lotId } = await postJob(stage);
    const dearer = { ...terms, order: { ...terms.order, maxPrice: 2n * terms.order.maxPrice } };
    await refused(escrow.read.priceAt([dearer, lotId]), "TermsMismatch");
    await refused(escrow.read.priceAt([terms, lotId + 1n]), "UnknownLot", [lotId + 1n]);
    assert.ok(await escrow.read.priceAt([terms, lotId]));
  });

  it("reaches the highest price at the end of the ramp and not a second before", async () => {
    const job = await postJob(stage);
    const prices = [599, 600, 601].map((openSeconds) => priceAt(job.terms.order, openSeconds));
    assert.deepEqual(
      prices.map((price) => price === job.terms.order.maxPrice),
      [false, true, true],
    );
    const { claim } = await claimJob(stage, job, { at: job.postedAt + 600 });
    assert.equal(claim.price, job.terms.order.maxPrice);
  });

  it("refuses a caller that is nobody's machine key", async () => {
    const job = await postJob(stage);
    for (const { account } of [stage.stranger, stage.operator])
      await refused(claims(job, 0n, account), "NotAKey", [account.address]);
  });

  it("refuses terms that are not the job's, and jobs that do not exist", async () => {
    const job = await postJob(stage);
    const { terms } = job;
    for (const other of [
      { ...terms, artist: stage.stranger.account.address },
      { ...terms, postedAt: terms.postedAt - 1 },
      { ...terms, tiles: terms.tiles + 1 },
      { ...terms, workHash: toHex(1, { size: 32 }) },
      { ...terms, order: { ...terms.order, maxPrice: terms.order.maxPrice + 1n } },
      { ...terms, order: { ...terms.order, royaltyReceiver: stage.stranger.account.address } },
    ])
      await refused(claims({ ...job, terms: other }), "TermsMismatch");
    await refused(claims({ ...job, lotId: 2n << 16n }), "TermsMismatch");
    await refused(claims({ ...job, lotId: 0n }), "TermsMismatch");
  });

  it("refuses a lot that the job does not have", async () => {
    const job = await postJob(stage);
    await refused(claims({ ...job, lotId: job.lotId + 1n }), "UnknownLot", [job.lotId + 1n]);
    await refused(claims({ ...job, lotId: job.lotId + 65_535n }), "UnknownLot", [job.lotId + 65_535n]);
  });

  it("refuses a price below what the caller wants, and takes exactly that", async () => {
    const job = await postJob(stage);
    const price = parseEther("1.1");
    await stage.nextAt(job.postedAt + 60);
    await refused(claims(job, price + 1n), "PriceTooLow", [price, price + 1n]);
    await stage.nextAt(job.postedAt + 60);
    await claims(job, price);
  });

  it("is open in the last second whose span fits before the deadline, and not in the next", async () => {
    const job = await postJob(stage);
    const last = job.terms.order.deadline - span;
    await stage.nextAt(last + 1);
    const { deadline } = job.terms.order;
    await refused(claims(job), "DeadlineTooNear", [BigInt(deadline), BigInt(deadline + 1)]);
    await stage.nextAt(last);
    await claims(job);
  });

  it("refuses a lot that is claimed, submitted, final or refunded", async () => {
    const job = await postJob(stage);
    const { claim } = await claimJob(stage, job);
    await refused(claims(job), "WrongLotState", [1, 0]);
    const { submission, submittedAt } = await submitJob(stage, job, claim);
    await refused(claims(job), "WrongLotState", [2, 0]);
    await finaliseJob(stage, job, claim, submission, { at: submittedAt + stage.windowSeconds });
    await refused(claims(job), "WrongJobState", [2, 1]);
  });

  it("refuses a lot of a closed job", async () => {
    const job = await postJob(stage);
    await escrow.write.close([job.terms, job.jobId], { account: stage.artist.account });
    await refused(claims(job), "WrongJobState", [3, 1]);
  });

  it("takes a bond of exactly the free stake and refuses one of a wei more", async () => {
    const order = { minPrice: 1n, maxPrice: stakeWei / 5n };
    const [fits, another] = [await postJob(stage, { order }), await postJob(stage)];
    await claims(fits);
    assert.equal((await ledger(stage, stage.operator.account.address)).locked, stakeWei);
    await refused(claims(another), "StakeTooLow", [0n, bond(another.terms.order.maxPrice)]);
    const above = await postJob(stage, { order: { minPrice: 1n, maxPrice: 1n } });
    await refused(claims(above), "StakeTooLow", [0n, 5n]);
  });

  it("refuses the 65,536th attempt, so that the count cannot overflow", async () => {
    const job = await postJob(stage);
    await storageOf(stage).setLot(job.lotId, { state: 0, attempt: 65_534, time: job.postedAt });
    await stage.nextAt(job.postedAt + 5);
    const { claim, due } = await claimJob(stage, job, { at: job.postedAt + 5 });
    await stage.nextAt(due);
    const { lotId } = job;
    await escrow.write.expire([job.terms, [{ lotId, claim, submission: noSubmission }]]);
    assert.equal((await escrow.read.lots([job.lotId])).attempt, 65_535);
    await refused(claims(job), "AttemptsExhausted", [job.lotId]);
    await escrow.write.close([job.terms, job.jobId], { account: stage.artist.account });
    await escrow.write.expire([job.terms, [{ lotId, claim: noClaim, submission: noSubmission }]]);
    assert.equal((await escrow.read.lots([job.lotId])).state, 4);
  });
});
