import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shareOfLot } from "@graphiti/protocol/offer.ts";
import { lotIdOf, noClaim, shapeOf, submissionCommitment } from "@graphiti/protocol/terms.ts";
import { parseEther, zeroHash } from "viem";
import { attestationOf, fatesOf, sendAttest } from "./stage/attest.ts";
import { type Attester, hire } from "./stage/crew.ts";
import { eventsOf, isolateTests, ledger, plain, refused } from "./stage/expect.ts";
import { type Job, postJob, type Result, resultFor } from "./stage/jobs.ts";
import {
  bringLot,
  expireLots,
  finaliseLot,
  finaliseTiles,
  lotIdsOf,
  type SubmittedLot,
} from "./stage/lots.ts";
import { setStage, stakeWei } from "./stage/stage.ts";
import { storageOf } from "./stage/storage.ts";

const stage = await setStage();
const { escrow, artist, windowSeconds, graceSeconds } = stage;

/** A job of two lots of two tiles, all final. */
async function readyJob(attesters = 0): Promise<{ job: Job; lotId: bigint; openedAt: number }> {
  const order = {
    tilesPerLot: 2,
    attesters,
    sampleTiles: attesters,
    deadline: (await stage.now()) + 400_000,
  };
  const job = await postJob(stage, { order: attesters === 0 ? { tilesPerLot: 2 } : order });
  const lotId = attesters === 0 ? await finaliseTiles(stage, job) : await finaliseCold(job);
  return { job, lotId, openedAt: await stage.now() };
}

/** As long as nobody attests, the cold window decides. */
async function finaliseCold(job: Job): Promise<bigint> {
  const [first, second, assembly] = lotIdsOf(job) as [bigint, bigint, bigint];
  const lots = [await bringLot(stage, job, { lotId: first }), await bringLot(stage, job, { lotId: second })];
  for (const [index, lot] of lots.entries())
    await finaliseLot(stage, lot, (lots[1]?.submittedAt ?? 0) + 90_000 + index);
  return assembly;
}

const resultOf = (job: Job, lotId: bigint, attempt = 0): Result =>
  resultFor(stage, job, artist.account.address, attempt, lotId);

async function assembles(
  job: Job,
  at: number,
  { account } = artist,
  result = resultOf(job, lotIdOf(job.jobId, 2)),
) {
  await stage.nextAt(at);
  const { outputRoot, metadataDigest, seal } = result;
  return escrow.write.assemble([job.terms, job.jobId, outputRoot, metadataDigest, seal], { account });
}

/** Assembles in the first second in which the artist may. */
async function assembled(attesters = 0): Promise<SubmittedLot> {
  const { job, lotId, openedAt } = await readyJob(attesters);
  const submittedAt = openedAt + windowSeconds;
  const { blockNumber } = await stage.receipt(await assembles(job, submittedAt));
  const submission = { ...resultOf(job, lotId), l2Block: blockNumber };
  const claim = { ...noClaim, openSeconds: windowSeconds };
  return { job, lotId, attempt: 0, claim, submission, submittedAt };
}

describe("assemble", () => {
  isolateTests(stage);

  it("submits the assembly without claim, bond or pay", async () => {
    const { job, lotId, openedAt } = await readyJob();
    const before = await ledger(stage, artist.account.address);
    const at = openedAt + windowSeconds + 7;
    const hash = await assembles(job, at);
    const { blockNumber } = await stage.receipt(hash);
    const submission = { ...resultOf(job, lotId), l2Block: blockNumber };
    assert.deepEqual(await eventsOf(stage, hash), [
      ["Assembled", { lotId, attempt: 0, openSeconds: windowSeconds + 7 }],
      ["Submitted", plain({ lotId, attempt: 0, submission })],
    ]);
    const claim = { ...noClaim, openSeconds: windowSeconds + 7 };
    assert.deepEqual(await escrow.read.lots([lotId]), {
      ...{ state: 2, attempt: 0, time: at },
      commitment: submissionCommitment(claim, submission),
    });
    assert.deepEqual(await ledger(stage, artist.account.address), before);
  });

  it("is open once the assembly has been for one window, not a second before", async () => {
    const { job, openedAt } = await readyJob();
    const opensAt = openedAt + windowSeconds;
    await refused(assembles(job, opensAt - 1), "TooEarly", [BigInt(opensAt)]);
    await assembles(job, opensAt);
  });

  it("is open after the deadline as well", async () => {
    const { job, lotId } = await readyJob();
    await assembles(job, job.terms.order.deadline + 30 * 86_400);
    assert.equal((await escrow.read.lots([lotId])).state, 2);
  });

  it("ends in the token after one window, with the whole share back to the artist", async () => {
    const lot = await assembled();
    const { job, lotId, submittedAt } = lot;
    const opensAt = submittedAt + windowSeconds;
    const before = (await ledger(stage, artist.account.address)).credit;
    await refused(finaliseLot(stage, lot, opensAt - 1), "TooEarly", [BigInt(opensAt)]);
    const [[, paid] = [], [minted] = []] = await eventsOf(stage, await finaliseLot(stage, lot, opensAt));
    const share = shareOfLot(parseEther("2"), shapeOf(job.terms), 2);
    const { operatorPay, protocolFee, artistRefund } = paid as Record<string, bigint>;
    assert.deepEqual([operatorPay, protocolFee, artistRefund, minted], [0n, 0n, share, "Minted"]);
    assert.equal((await ledger(stage, artist.account.address)).credit, before + share);
    assert.equal((await escrow.read.jobs([job.jobId])).state, 2);
    assert.equal((await escrow.read.lots([lotId])).state, 3);
  });

  it("is not attested: one window of its class decides, whatever the order asked for", async () => {
    const [attester] = (await hire(stage, 1)) as [Attester];
    const lot = await assembled(2);
    const given = await attestationOf(stage, lot, attester.account.address, "objects");
    const sent = sendAttest(stage, attester, [given], lot.submittedAt + 20);
    assert.deepEqual(await fatesOf(stage, sent), [[lot.lotId, "notWanted"]]);
    const opensAt = lot.submittedAt + windowSeconds;
    await refused(finaliseLot(stage, lot, opensAt - 1), "TooEarly", [BigInt(opensAt)]);
    const closesAt = opensAt + graceSeconds;
    await refused(finaliseLot(stage, lot, closesAt), "TooLate", [BigInt(closesAt)]);
    const events = await eventsOf(stage, await finaliseLot(stage, lot, closesAt - 1));
    assert.deepEqual(
      events.map(([name]) => name),
      ["Finalised", "Minted", "Transfer"],
    );
  });

  it("needs the artist's own seal", async () => {
    const { job, lotId, openedAt } = await readyJob();
    const result = resultFor(stage, job, stage.operator.account.address, 0, lotId);
    const submittedAt = openedAt + windowSeconds;
    const { blockNumber } = await stage.receipt(await assembles(job, submittedAt, artist, result));
    const submission = { ...result, l2Block: blockNumber };
    const claim = { ...noClaim, openSeconds: windowSeconds };
    const lot = { job, lotId, attempt: 0, claim, submission, submittedAt };
    await refused(finaliseLot(stage, lot, submittedAt + windowSeconds), "SealMismatch", [
      result.seal,
      resultOf(job, lotId).seal,
    ]);
  });

  it("lapses without a fee, and can be done again at once, or claimed by an operator", async () => {
    const lot = await assembled();
    const { job, lotId, submittedAt } = lot;
    const lapsesAt = submittedAt + windowSeconds + graceSeconds;
    const total = await escrow.read.totalStake();
    const before = await ledger(stage, artist.account.address);
    await refused(expireLots(stage, [lot], lapsesAt - 1), "TooEarly", [BigInt(lapsesAt)]);
    const hash = await expireLots(stage, [lot], lapsesAt);
    assert.deepEqual(await eventsOf(stage, hash), [
      ["Expired", { lotId, attempt: 0, operator: noClaim.operator, lateFee: 0n, state: 0 }],
    ]);
    assert.deepEqual(await ledger(stage, artist.account.address), before);
    assert.equal(await escrow.read.totalStake(), total);
    assert.equal((await escrow.read.lots([lotId])).time, lapsesAt - windowSeconds);

    const id = await stage.tester.snapshot();
    await assembles(job, lapsesAt + 1, artist, resultOf(job, lotId, 1));
    await stage.tester.revert({ id });
    const next = await bringLot(stage, job, { lotId, attempt: 1 });
    await finaliseLot(stage, next, next.submittedAt + windowSeconds);
    assert.equal((await escrow.read.jobs([job.jobId])).state, 2);
    assert.equal((await ledger(stage, stage.operator.account.address)).stake, stakeWei);
  });

  it("is refunded when the job was closed meanwhile and the assembly lapsed", async () => {
    const lot = await assembled();
    const { job, lotId } = lot;
    await escrow.write.close([job.terms, job.jobId], { account: artist.account });
    const hash = await expireLots(stage, [lot], lot.submittedAt + windowSeconds + graceSeconds);
    assert.deepEqual(await eventsOf(stage, hash), [
      ["Expired", { lotId, attempt: 0, operator: noClaim.operator, lateFee: 0n, state: 4 }],
      ["Refunded", { lotId, amount: shareOfLot(parseEther("2"), shapeOf(job.terms), 2) }],
    ]);
  });

  it("refuses everybody else, jobs of one lot, and a lot that is not open to it", async () => {
    const { job, lotId, openedAt } = await readyJob();
    const at = openedAt + windowSeconds;
    for (const other of [stage.stranger, stage.operator, stage.key, stage.owner])
      await refused(assembles(job, at, other), "NotTheArtist", [other.account.address]);
    const whole = await postJob(stage);
    const none = lotIdOf(whole.jobId, 1);
    await refused(assembles(whole, at + 20, artist, resultOf(job, lotId)), "UnknownLot", [none]);
    const early = await postJob(stage, { order: { tilesPerLot: 2 } });
    await refused(assembles(early, at + 40), "AssemblyNotOpen", [0n, 2n]);
    await assembles(job, at + 60);
    await refused(assembles(job, at + 61), "WrongLotState", [2, 0]);
  });

  it("wants an output, metadata and a seal", async () => {
    const { job, lotId, openedAt } = await readyJob();
    for (const field of ["outputRoot", "metadataDigest", "seal"]) {
      const result = { ...resultOf(job, lotId), [field]: zeroHash };
      await refused(assembles(job, openedAt + windowSeconds, artist, result), "DigestIsZero");
    }
  });

  it("cannot overflow the count of attempts", async () => {
    const { job, lotId, openedAt } = await readyJob();
    await storageOf(stage).setLot(lotId, { state: 0, attempt: 65_535, time: openedAt });
    await refused(assembles(job, openedAt + windowSeconds), "AttemptsExhausted", [lotId]);
  });
});
