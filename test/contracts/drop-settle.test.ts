import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { noSubmission } from "@graphiti/protocol/terms.ts";
import { parseEther, zeroAddress } from "viem";
import {
  buyWorks,
  computing,
  type Drop,
  dropEventsOf,
  failWork,
  mintWork,
  openDrop,
  postSeconds,
  postWorks,
  sellOut,
  setDrops,
} from "./stage/drops.ts";
import { isolateTests, plain, refused } from "./stage/expect.ts";
import { claimJob, type Job, submitJob } from "./stage/jobs.ts";
import { setStage } from "./stage/stage.ts";

const stage = await setDrops(await setStage());
const { artist, escrow, operator: ada, otherKey: bob, stranger, tester, treasury } = stage;
const ether = parseEther;
const { maxPrice } = computing;
/** What the usual series clears at when the third work is sold after 500 seconds. */
const clearing = ether("1.5");

const credit = async (drop: Drop, { account }: { account: { address: `0x${string}` } }) =>
  (await drop.read.collectors([account.address])).credit;

/** A drop whose three works are sold and posted. */
async function soldOut(): Promise<{ drop: Drop; jobs: [Job, Job, Job] }> {
  const drop = await openDrop(stage);
  await sellOut(stage, drop, ada, bob);
  const jobs = await postWorks(stage, drop, [0n, 1n, 2n]);
  return { drop, jobs: jobs as [Job, Job, Job] };
}

describe("settle", () => {
  isolateTests(stage);

  it("credits the artist what a minted work brings, less its computing", async () => {
    const { drop, jobs } = await soldOut();
    await mintWork(stage, jobs[0]);
    assert.equal(plain(await stage.art.read.ownerOf([jobs[0].jobId])), plain(ada.account.address));
    const royalty = await stage.art.read.royaltyInfo([jobs[0].jobId, 10_000n]);
    assert.deepEqual(plain(royalty), plain([artist.account.address, 750n]));
    const hash = await drop.write.settle([[0n]]);
    const amount = clearing - maxPrice;
    assert.deepEqual(await dropEventsOf(stage, drop, hash), [["WorkMinted", { index: 0n, amount }]]);
    assert.equal(await credit(drop, artist), amount);
    assert.equal((await drop.read.works([0n])).state, 3);
    assert.equal((await drop.read.progress()).settled, 1);
  });

  it("pays a buyer the whole clearing price back when the job failed", async () => {
    const { drop, jobs } = await soldOut();
    await failWork(stage, jobs[2]);
    const hash = await drop.write.settle([[2n]]);
    const buyer = bob.account.address;
    assert.deepEqual(await dropEventsOf(stage, drop, hash), [
      ["WorkRefunded", plain({ index: 2n, buyer, amount: clearing })],
    ]);
    assert.deepEqual(await drop.read.collectors([buyer]), { works: 1, paid: clearing, credit: clearing });
    assert.equal((await drop.read.works([2n])).state, 4);
    assert.deepEqual(await drop.read.progress(), {
      ...{ sold: 3, settled: 1, restWei: 0n },
      soldOutAt: drop.series.startsAt + 500,
    });
  });

  it("waits until the escrow has given the price of a failed job back", async () => {
    const { drop, jobs } = await soldOut();
    const [job] = jobs;
    await refused(drop.write.settle([[0n]]), "JobPending", [0n, job.jobId]);
    const { claim } = await claimJob(stage, job, { at: job.terms.order.deadline - 1_100 });
    await stage.nextAt(job.terms.order.deadline);
    await escrow.write.close([job.terms, job.jobId]);
    await refused(drop.write.settle([[0n]]), "JobPending", [0n, job.jobId]);
    await escrow.write.expire([job.terms, [{ lotId: job.lotId, claim, submission: noSubmission }]]);
    await drop.write.settle([[0n]]);
    assert.equal(await credit(drop, ada), clearing);
    const lateFee = maxPrice / 4n;
    assert.equal((await drop.read.progress()).restWei, lateFee);
  });

  it("gives a whole price back even where a result was handed in, and nobody can finalise it", async () => {
    const { drop, jobs } = await soldOut();
    const [job] = jobs;
    const { windowSeconds, graceSeconds } = stage;
    const last = job.terms.order.deadline - computing.claimSeconds - windowSeconds - graceSeconds;
    const { claim, due } = await claimJob(stage, job, { at: last });
    const { submission } = await submitJob(stage, job, claim, { at: due - 1 });
    await stage.nextAt(job.terms.order.deadline);
    await escrow.write.close([job.terms, job.jobId]);
    await escrow.write.expire([job.terms, [{ lotId: job.lotId, claim, submission }]]);
    await drop.write.settle([[0n]]);
    assert.equal(await credit(drop, ada), clearing);
  });

  it("pays back what nobody posted, from the second on in which it cannot be posted", async () => {
    const drop = await openDrop(stage);
    await sellOut(stage, drop, ada, bob);
    const endsAt = drop.series.startsAt + 500 + postSeconds;
    await refused(drop.write.settle([[1n]]), "TooEarly", [BigInt(endsAt)]);
    await stage.nextAt(endsAt - 1);
    await tester.mine({ blocks: 1 });
    await stage.nextAt(endsAt);
    const hash = await drop.write.settle([[1n]]);
    const buyer = ada.account.address;
    assert.deepEqual(await dropEventsOf(stage, drop, hash), [
      ["WorkRefunded", plain({ index: 1n, buyer, amount: clearing })],
    ]);
    assert.equal(await credit(drop, ada), clearing);
  });

  it("does not pay back unposted works a second before", async () => {
    const drop = await openDrop(stage);
    await sellOut(stage, drop, ada, bob);
    const endsAt = drop.series.startsAt + 500 + postSeconds;
    await stage.nextAt(endsAt - 1);
    await refused(drop.write.settle([[1n]]), "TooEarly", [BigInt(endsAt)]);
  });

  it("waits for the end of the sale, though the work is there", async () => {
    const drop = await openDrop(stage);
    await buyWorks(stage, drop, ada, 10);
    const [job] = await postWorks(stage, drop, [0n]);
    await mintWork(stage, job as Job);
    const { endsAt } = drop.series;
    await refused(drop.write.settle([[0n]]), "TooEarly", [BigInt(endsAt)]);
    await stage.nextAt(endsAt);
    await drop.write.settle([[0n]]);
    assert.equal(await credit(drop, artist), ether("1") - maxPrice);
  });

  it("ends each work once", async () => {
    const { drop, jobs } = await soldOut();
    await mintWork(stage, jobs[0]);
    await refused(drop.write.settle([[0n, 0n]]), "WrongWorkState", [0n, 3, 2]);
    await drop.write.settle([[0n]]);
    await refused(drop.write.settle([[0n]]), "WrongWorkState", [0n, 3, 2]);
    await failWork(stage, jobs[1]);
    await drop.write.settle([[1n]]);
    await refused(drop.write.settle([[1n]]), "WrongWorkState", [1n, 4, 2]);
    await refused(drop.write.settle([[3n]]), "WrongWorkState", [3n, 0, 2]);
  });

  it("takes one, and no more than 50", async () => {
    const { drop } = await soldOut();
    await refused(drop.write.settle([[]]), "QuantityOutOfRange", [0n, 50n]);
    const many = Array.from({ length: 51 }, () => 0n);
    await refused(drop.write.settle([many]), "QuantityOutOfRange", [51n, 50n]);
  });
});

describe("creditExcess", () => {
  isolateTests(stage);

  it("gives back what was paid above the price of the last work, once", async () => {
    const { drop } = await soldOut();
    const buyer = ada.account.address;
    const hash = await drop.write.creditExcess([buyer]);
    const amount = ether("0.6");
    assert.deepEqual(await dropEventsOf(stage, drop, hash), [["ExcessCredited", plain({ buyer, amount })]]);
    assert.deepEqual(await drop.read.collectors([buyer]), { works: 2, paid: 2n * clearing, credit: amount });
    await refused(drop.write.creditExcess([buyer]), "AmountIsZero");
    await refused(drop.write.creditExcess([bob.account.address]), "AmountIsZero");
    await refused(drop.write.creditExcess([stranger.account.address]), "AmountIsZero");
  });

  it("brings everybody to the floor if works are left, from the end on", async () => {
    const drop = await openDrop(stage);
    await buyWorks(stage, drop, ada, 200);
    const { endsAt } = drop.series;
    await stage.nextAt(endsAt - 1);
    await refused(drop.write.creditExcess([ada.account.address]), "TooEarly", [BigInt(endsAt)]);
    await stage.nextAt(endsAt);
    await drop.write.creditExcess([ada.account.address]);
    assert.equal(await credit(drop, ada), ether("0.8"));
  });
});

describe("creditRest", () => {
  isolateTests(stage);

  it("is the artist's when all works are settled, and what comes later too", async () => {
    const { drop, jobs } = await soldOut();
    await mintWork(stage, jobs[0]);
    await mintWork(stage, jobs[1]);
    await failWork(stage, jobs[2]);
    await drop.write.settle([[0n]]);
    await refused(drop.write.creditRest(), "WorksPending", [1n, 3n]);
    await drop.write.settle([[2n, 1n]]);
    const before = await credit(drop, artist);
    assert.equal(before, 2n * (clearing - maxPrice));
    // The first was claimed half-way up the ramp, the second at its top.
    const amount = maxPrice - ether("0.15");
    assert.deepEqual(await dropEventsOf(stage, drop, await drop.write.creditRest()), [
      ["RestCredited", { amount }],
    ]);
    assert.equal(await credit(drop, artist), before + amount);
    assert.equal((await drop.read.progress()).restWei, 0n);
    await refused(drop.write.creditRest(), "AmountIsZero");

    const gift = await escrow.read.accounts([treasury.account.address]);
    await escrow.write.withdraw([drop.address], { account: treasury.account });
    await drop.write.creditRest();
    assert.equal(await credit(drop, artist), before + amount + gift.credit);
  });

  it("has the escrow pay out what it owes, though no settling did", async () => {
    const { drop, jobs } = await soldOut();
    for (const job of jobs) await mintWork(stage, job);
    await drop.write.settle([[0n, 1n, 2n]]);
    const owed = (await escrow.read.accounts([drop.address])).credit;
    assert.equal(owed, 3n * maxPrice - ether("0.15") - 2n * maxPrice);
    await drop.write.creditRest();
    assert.equal((await escrow.read.accounts([drop.address])).credit, 0n);
    assert.equal(await credit(drop, artist), 3n * (clearing - maxPrice) + owed);
  });

  it("waits for the end of the sale, also while nothing is sold", async () => {
    const drop = await openDrop(stage);
    const { endsAt } = drop.series;
    await refused(drop.write.creditRest(), "TooEarly", [BigInt(endsAt)]);
    await stage.nextAt(endsAt);
    await refused(drop.write.creditRest(), "AmountIsZero");
  });
});

describe("withdraw", () => {
  isolateTests(stage);

  it("sends all credit of the caller, once", async () => {
    const { drop } = await soldOut();
    await drop.write.creditExcess([ada.account.address]);
    const { account } = ada;
    const to = "0x000000000000000000000000000000000000dEaD";
    await refused(drop.write.withdraw([zeroAddress], { account }), "AddressIsZero");
    await refused(drop.write.withdraw([to], { account: bob.account }), "AmountIsZero");
    await refused(drop.write.withdraw([escrow.address], { account }), "TransferFailed", [escrow.address]);
    const hash = await drop.write.withdraw([to], { account });
    const amount = ether("0.6");
    assert.deepEqual(await dropEventsOf(stage, drop, hash), [
      ["Withdrawn", plain({ account: account.address, to, amount })],
    ]);
    await stage.assertions.balancesHaveChanged(hash, [{ address: to, amount }]);
    await refused(drop.write.withdraw([to], { account }), "AmountIsZero");
  });

  it("leaves nothing behind when everybody took what is theirs", async () => {
    const { drop, jobs } = await soldOut();
    await mintWork(stage, jobs[0]);
    await failWork(stage, jobs[1]);
    await failWork(stage, jobs[2]);
    await drop.write.settle([[2n, 0n, 1n]]);
    await drop.write.creditExcess([ada.account.address]);
    await drop.write.creditRest();
    for (const { account } of [artist, ada, bob]) await drop.write.withdraw([account.address], { account });
    assert.equal(await stage.reader.getBalance({ address: drop.address }), 0n);
  });
});
