import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Claim, submissionCommitment } from "@graphiti/protocol/terms.ts";
import { zeroAddress, zeroHash } from "viem";
import { eventsOf, isolateTests, plain, refused } from "./stage/expect.ts";
import { claimJob, type Job, postJob, type Result, resultFor, submitJob } from "./stage/jobs.ts";
import { setStage } from "./stage/stage.ts";

const stage = await setStage();
const { escrow } = stage;

describe("submit", () => {
  isolateTests(stage);
  const submits = (job: Job, claim: Claim, result: Result, account = stage.key.account) =>
    escrow.write.submit(
      [job.terms, job.lotId, claim, result.outputRoot, result.metadataDigest, result.seal],
      { account },
    );
  const claimed = async () => {
    const job = await postJob(stage);
    const { claim, due } = await claimJob(stage, job);
    return { job, claim, due, result: resultFor(stage, job, claim.operator) };
  };

  it("starts the window and keeps the hash of claim and submission", async () => {
    const { job, claim, result } = await claimed();
    const { hash, submittedAt } = await submitJob(stage, job, claim);
    const { blockNumber } = await stage.receipt(hash);
    const submission = { ...result, l2Block: BigInt(blockNumber) };
    assert.deepEqual(await eventsOf(stage, hash), [
      ["Submitted", plain({ lotId: job.lotId, attempt: 0, submission })],
    ]);
    assert.deepEqual(await escrow.read.lots([job.lotId]), {
      state: 2,
      attempt: 0,
      time: submittedAt,
      commitment: submissionCommitment(claim, submission),
    });
  });

  it("is open one second before the claim is due and closed when it is", async () => {
    const { job, claim, due, result } = await claimed();
    await stage.nextAt(due);
    await refused(submits(job, claim, result), "PastDue", [due].map(BigInt));
    await stage.nextAt(due + 1);
    await refused(submits(job, claim, result), "PastDue", [due].map(BigInt));
    await stage.nextAt(due - 1);
    await submits(job, claim, result);
  });

  it("refuses everybody but the machine keys of the claim's operator", async () => {
    const { job, claim, result } = await claimed();
    const operator = stage.operator.account.address;
    for (const { account } of [stage.stranger, stage.operator])
      await refused(submits(job, claim, result, account), "NotTheOperator", [zeroAddress, operator]);

    const rival = stage.stranger.account;
    const signature = await stage.consent(stage.otherKey, rival.address);
    await escrow.write.registerKey([stage.otherKey.account.address, stage.farFuture, signature], {
      account: rival,
    });
    const call = submits(job, claim, result, stage.otherKey.account);
    await refused(call, "NotTheOperator", [rival.address, operator]);
  });

  it("goes on under a new key when the old one is stopped in the middle of a job", async () => {
    const { job, claim, result } = await claimed();
    const { operator, key, otherKey } = stage;
    await escrow.write.stopKey([key.account.address], { account: operator.account });
    await refused(submits(job, claim, result), "NotTheOperator", [zeroAddress, operator.account.address]);
    const signature = await stage.consent(otherKey, operator.account.address);
    await escrow.write.registerKey([otherKey.account.address, stage.farFuture, signature], {
      account: operator.account,
    });
    await submits(job, claim, result, otherKey.account);
  });

  it("refuses a claim that is not the lot's", async () => {
    const { job, claim, result } = await claimed();
    for (const other of [
      { ...claim, operator: stage.stranger.account.address },
      { ...claim, price: claim.price + 1n },
      { ...claim, openSeconds: claim.openSeconds + 1 },
    ])
      await refused(submits(job, other, result), "ClaimMismatch");
  });

  it("refuses another job's terms", async () => {
    const { job, claim, result } = await claimed();
    const other = await postJob(stage);
    await refused(submits({ ...job, terms: other.terms }, claim, result), "TermsMismatch");
  });

  it("refuses a submission without output, metadata or seal", async () => {
    const { job, claim, result } = await claimed();
    for (const field of ["outputRoot", "metadataDigest", "seal"])
      await refused(submits(job, claim, { ...result, [field]: zeroHash }), "DigestIsZero");
  });

  it("refuses a lot that is open, or submitted already", async () => {
    const open = await postJob(stage);
    const { job, claim, result } = await claimed();
    await refused(submits(open, claim, result), "WrongLotState", [0, 1]);
    await submits(job, claim, result);
    await refused(submits(job, claim, result), "WrongLotState", [2, 1]);
  });

  it("is open for a lot in flight of a job that was closed", async () => {
    const { job, claim, result } = await claimed();
    await escrow.write.close([job.terms, job.jobId], { account: stage.artist.account });
    await submits(job, claim, result);
  });
});
