import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bond, lateFee } from "@graphiti/protocol/offer.ts";
import { type Claim, noClaim, noSubmission, type Submission } from "@graphiti/protocol/terms.ts";
import { parseEther } from "viem";
import { eventsOf, isolateTests, ledger, plain, refused } from "./stage/expect.ts";
import { claimJob, finaliseJob, type Job, mintJob, postJob, submitJob } from "./stage/jobs.ts";
import { setStage, stakeWei } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, artist, operator } = stage;
const price = parseEther("2");
const open = `0x${"00".repeat(24)}`;

const expires = (job: Job, claim: Claim = noClaim, submission: Submission = noSubmission) =>
  escrow.write.expire([job.terms, [{ lotId: job.lotId, claim, submission }]], {
    account: stage.stranger.account,
  });
const closes = (job: Job) => escrow.write.close([job.terms, job.jobId], { account: artist.account });

describe("expire of a claimed lot", () => {
  isolateTests(stage);

  it("charges the late fee to the stake for the artist, and opens the lot again", async () => {
    const job = await postJob(stage);
    const { claim, due } = await claimJob(stage, job, { at: job.postedAt + 60 });
    await stage.nextAt(due + 40);
    const fee = parseEther("0.5");
    assert.equal(lateFee(price), fee);
    assert.deepEqual(await eventsOf(stage, await expires(job, claim)), [
      ["Expired", plain({ lotId: job.lotId, attempt: 0, operator: claim.operator, lateFee: fee, state: 0 })],
    ]);
    assert.deepEqual(await ledger(stage, claim.operator), { stake: stakeWei - fee, locked: 0n, credit: 0n });
    assert.equal(await escrow.read.totalStake(), stakeWei - fee);
    assert.equal((await ledger(stage, artist.account.address)).credit, fee);
    const openedAt = due + 40 - 60;
    assert.deepEqual(await escrow.read.lots([job.lotId]), {
      state: 0,
      attempt: 1,
      time: openedAt,
      commitment: open,
    });
  });

  it("counts only the seconds in which the lot was open towards its price", async () => {
    const job = await postJob(stage);
    const first = await claimJob(stage, job, { at: job.postedAt + 60 });
    await stage.nextAt(first.due + 1_000);
    await expires(job, first.claim);
    const second = await claimJob(stage, job, { at: first.due + 1_000 + 90 });
    assert.equal(second.claim.openSeconds, 150);
    assert.equal(second.claim.price, parseEther("1.25"));
    await stage.nextAt(second.due);
    await expires(job, second.claim);
    assert.deepEqual(await escrow.read.lots([job.lotId]), {
      state: 0,
      attempt: 2,
      time: second.due - 150,
      commitment: open,
    });
    assert.equal(await escrow.read.priceAt([job.terms, job.lotId]), parseEther("1.25"));
  });

  it("gives a later attempt a seal of its own, and can still end in a token", async () => {
    const job = await postJob(stage);
    const first = await claimJob(stage, job);
    await stage.nextAt(first.due);
    await expires(job, first.claim);
    const second = await claimJob(stage, job, { at: first.due + 10 });
    const { submission, submittedAt } = await submitJob(stage, job, second.claim, { attempt: 1 });
    const at = submittedAt + stage.windowSeconds;
    await finaliseJob(stage, job, second.claim, submission, { at });
    assert.equal((await escrow.read.jobs([job.jobId])).state, 2);
    assert.equal((await escrow.read.lots([job.lotId])).attempt, 1);
  });

  it("is possible from the second in which the claim is due", async () => {
    const job = await postJob(stage);
    const { claim, due } = await claimJob(stage, job);
    await stage.nextAt(due - 1);
    await refused(expires(job, claim), "TooEarly", [BigInt(due)]);
    await stage.nextAt(due);
    await expires(job, claim);
  });

  it("refuses a claim that is not the lot's", async () => {
    const job = await postJob(stage);
    const { claim, due } = await claimJob(stage, job);
    await stage.nextAt(due);
    for (const other of [
      noClaim,
      { ...claim, operator: stage.stranger.account.address },
      { ...claim, openSeconds: claim.openSeconds - 1 },
    ])
      await refused(expires(job, other), "ClaimMismatch");
  });

  it("refunds the artist at once when the job is closed", async () => {
    const job = await postJob(stage);
    const { claim, due } = await claimJob(stage, job);
    await closes(job);
    await stage.nextAt(due);
    const fee = lateFee(price);
    assert.deepEqual(await eventsOf(stage, await expires(job, claim)), [
      ["Expired", plain({ lotId: job.lotId, attempt: 0, operator: claim.operator, lateFee: fee, state: 4 })],
      ["Refunded", { lotId: job.lotId, amount: price }],
    ]);
    assert.equal((await ledger(stage, artist.account.address)).credit, price + fee);
    assert.deepEqual(await ledger(stage, claim.operator), { stake: stakeWei - fee, locked: 0n, credit: 0n });
    await refused(expires(job, claim), "WrongLotState", [4, 2]);
  });
});

describe("expire of a submitted lot", () => {
  isolateTests(stage);

  it("is possible from the second in which finalise no longer is", async () => {
    const job = await postJob(stage);
    const { claim } = await claimJob(stage, job);
    const { submission, submittedAt } = await submitJob(stage, job, claim);
    const closesAt = submittedAt + stage.windowSeconds + stage.graceSeconds;
    for (const at of [submittedAt + stage.windowSeconds, closesAt - 1]) {
      await stage.nextAt(at);
      await refused(expires(job, claim, submission), "TooEarly", [BigInt(closesAt)]);
    }
    await stage.nextAt(closesAt);
    const [[name, args] = []] = await eventsOf(stage, await expires(job, claim, submission));
    assert.equal(name, "Expired");
    const { operator } = claim;
    const lost = lateFee(price);
    assert.deepEqual(args, plain({ lotId: job.lotId, attempt: 0, operator, lateFee: lost, state: 0 }));
    assert.deepEqual(await escrow.read.lots([job.lotId]), {
      state: 0,
      attempt: 1,
      time: closesAt - claim.openSeconds,
      commitment: open,
    });
  });

  it("refuses a submission that is not the lot's", async () => {
    const job = await postJob(stage);
    const { claim } = await claimJob(stage, job);
    const { submission, submittedAt } = await submitJob(stage, job, claim);
    await stage.nextAt(submittedAt + stage.windowSeconds + stage.graceSeconds);
    await refused(expires(job, claim), "ClaimMismatch");
    await refused(expires(job, noClaim, submission), "ClaimMismatch");
  });

  it("refunds the artist at once when the job is closed", async () => {
    const job = await postJob(stage);
    const { claim } = await claimJob(stage, job);
    const { submission, submittedAt } = await submitJob(stage, job, claim);
    await closes(job);
    await stage.nextAt(submittedAt + stage.windowSeconds + stage.graceSeconds);
    const names = (await eventsOf(stage, await expires(job, claim, submission))).map(([name]) => name);
    assert.deepEqual(names, ["Expired", "Refunded"]);
    assert.equal((await ledger(stage, artist.account.address)).credit, price + lateFee(price));
  });
});

describe("expire of other lots", () => {
  isolateTests(stage);

  it("refunds an open lot of a closed job, once", async () => {
    const job = await postJob(stage);
    await refused(expires(job), "WrongJobState", [1, 3]);
    await closes(job);
    assert.deepEqual(await eventsOf(stage, await expires(job)), [
      ["Refunded", { lotId: job.lotId, amount: price }],
    ]);
    assert.equal((await ledger(stage, artist.account.address)).credit, price);
    assert.equal((await escrow.read.lots([job.lotId])).state, 4);
    await refused(expires(job), "WrongLotState", [4, 2]);
  });

  it("refuses a final lot, minted or not", async () => {
    const { job, claim, submission } = await mintJob(stage);
    await refused(expires(job, claim, submission), "WrongLotState", [3, 2]);
  });

  it("refuses another job's terms and lots that do not exist", async () => {
    const job = await postJob(stage);
    const other = await postJob(stage);
    await refused(expires({ ...job, terms: other.terms }), "TermsMismatch");
    await refused(expires({ ...job, lotId: job.lotId + 1n }), "UnknownLot", [job.lotId + 1n]);
  });

  it("never takes more from a stake than was locked", async () => {
    const jobs = [await postJob(stage), await postJob(stage), await postJob(stage)];
    const claims = [];
    for (const job of jobs) claims.push(await claimJob(stage, job, { at: (await stage.now()) + 1 }));
    assert.equal((await ledger(stage, operator.account.address)).locked, 3n * bond(price));
    const [first] = claims;
    assert.ok(first && jobs[0]);
    await stage.nextAt(first.due + 10);
    await expires(jobs[0], first.claim);
    assert.deepEqual(await ledger(stage, operator.account.address), {
      stake: stakeWei - lateFee(price),
      locked: 2n * bond(price),
      credit: 0n,
    });
  });
});
