import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Claim, noClaim, noSubmission, type Submission, type Terms } from "@graphiti/protocol/terms.ts";
import { isolateTests, plain, refused } from "./stage/expect.ts";
import { type Job, mintJob, postJob } from "./stage/jobs.ts";
import { bringLot, finaliseLot, finaliseTiles, lotIdsOf, type SubmittedLot } from "./stage/lots.ts";
import { setStage } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, operator } = stage;
const named = plain(operator.account.address);

const computedBy = async (terms: Terms, lotId: bigint, claim: Claim, submission: Submission) =>
  plain(await escrow.read.computedBy([terms, lotId, claim, submission]));

/** A job of two lots, of three tiles and of one, and its assembly; minted, with what its lots were given. */
async function mintLots(): Promise<{ job: Job; lots: SubmittedLot[] }> {
  const job = await postJob(stage, { order: { tilesPerLot: 3, operatorShareBps: 300 } });
  const lots = [];
  for (const lotId of lotIdsOf(job)) {
    const lot = await bringLot(stage, job, { lotId });
    await finaliseLot(stage, lot, lot.submittedAt + stage.windowSeconds);
    lots.push(lot);
  }
  return { job, lots };
}

describe("computedBy", () => {
  isolateTests(stage);

  it("names the operator of each lot of tiles, by its very claim and submission", async () => {
    const { job, lots } = await mintLots();
    for (const [index, tiles] of [3n, 1n].entries()) {
      const { lotId, claim, submission } = lots[index] as SubmittedLot;
      assert.deepEqual(await computedBy(job.terms, lotId, claim, submission), [named, tiles]);
      const forged = { ...claim, operator: stage.stranger.account.address };
      await refused(computedBy(job.terms, lotId, forged, submission), "ClaimMismatch");
      const other = { ...submission, l2Block: submission.l2Block + 1n };
      await refused(computedBy(job.terms, lotId, claim, other), "ClaimMismatch");
      await refused(computedBy(job.terms, lotId, noClaim, noSubmission), "ClaimMismatch");
    }
  });

  it("names the operator of a job of one lot that has a share, whatever is shown", async () => {
    const { job, claim, submission } = await mintJob(stage, { order: { operatorShareBps: 1 } });
    assert.equal(await escrow.read.operatorShareOf([job.jobId]), 1);
    for (const shown of [
      [claim, submission],
      [noClaim, noSubmission],
    ] as const)
      assert.deepEqual(await computedBy(job.terms, job.lotId, ...shown), [named, 4n]);
  });

  it("keeps nothing of a job of one lot without a share", async () => {
    const { job, claim, submission } = await mintJob(stage);
    assert.equal(await escrow.read.operatorShareOf([job.jobId]), 0);
    await refused(computedBy(job.terms, job.lotId, claim, submission), "NoOperatorShare", [job.jobId]);
  });

  it("names nobody for other terms, an unknown lot, an assembly lot or a job that has not minted", async () => {
    const { job, lots } = await mintLots();
    const { lotId, claim, submission } = lots[0] as SubmittedLot;
    const fewer = { ...job.terms, tiles: job.terms.tiles - 1 };
    await refused(computedBy(fewer, lotId, claim, submission), "TermsMismatch");
    await refused(computedBy(job.terms, lotId + 3n, claim, submission), "UnknownLot", [lotId + 3n]);
    const assembly = lots[2] as SubmittedLot;
    await refused(
      computedBy(job.terms, assembly.lotId, assembly.claim, assembly.submission),
      "NoTilesComputed",
      [assembly.lotId],
    );
    const live = await postJob(stage, { order: { tilesPerLot: 3, operatorShareBps: 300 } });
    await finaliseTiles(stage, live);
    await refused(computedBy(live.terms, live.lotId, claim, submission), "WrongJobState", [1, 2]);
    assert.equal(await escrow.read.operatorShareOf([live.jobId]), 0);
  });
});
