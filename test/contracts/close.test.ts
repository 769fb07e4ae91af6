import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lotIdOf, noClaim, noSubmission } from "@graphiti/protocol/terms.ts";
import { parseEther } from "viem";
import { eventsOf, isolateTests, ledger, plain, refused } from "./stage/expect.ts";
import { claimJob, finaliseJob, type Job, mintJob, postJob, submitJob } from "./stage/jobs.ts";
import { bringLot, finaliseLot, finaliseTiles } from "./stage/lots.ts";
import { setStage } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, artist, stranger } = stage;
const closes = (job: Job, { account }: Pick<typeof artist, "account"> = artist) =>
  escrow.write.close([job.terms, job.jobId], { account });

describe("close", () => {
  isolateTests(stage);

  it("is the artist's at any time", async () => {
    const job = await postJob(stage);
    assert.deepEqual(await eventsOf(stage, await closes(job)), [
      ["Closed", plain({ jobId: job.jobId, by: artist.account.address })],
    ]);
    assert.equal((await escrow.read.jobs([job.jobId])).state, 3);
  });

  it("is everybody's from the deadline on, and nobody else's before", async () => {
    const job = await postJob(stage);
    const { deadline } = job.terms.order;
    for (const { account } of [stranger, stage.owner, stage.operator, stage.key]) {
      await stage.nextAt(deadline - 1);
      await refused(closes(job, { account }), "TooEarly", [BigInt(deadline)]);
    }
    await stage.nextAt(deadline);
    assert.deepEqual(await eventsOf(stage, await closes(job, stranger)), [
      ["Closed", plain({ jobId: job.jobId, by: stranger.account.address })],
    ]);
  });

  it("is the artist's alone once all tiles are computed, though the deadline is over", async () => {
    const job = await postJob(stage, { order: { tilesPerLot: 2 } });
    const [first, second] = [
      await bringLot(stage, job, { lotId: lotIdOf(job.jobId, 0) }),
      await bringLot(stage, job, { lotId: lotIdOf(job.jobId, 1) }),
    ];
    const at = second.submittedAt + stage.windowSeconds;
    await finaliseLot(stage, first, at);
    const id = await stage.tester.snapshot();
    await stage.nextAt(job.terms.order.deadline);
    await closes(job, stranger);
    await stage.tester.revert({ id });
    await finaliseLot(stage, second, at + 1);
    for (const second of [at + 2, job.terms.order.deadline, job.terms.order.deadline + 86_400]) {
      await stage.nextAt(second);
      await refused(closes(job, stranger), "NotTheArtist", [stranger.account.address]);
    }
    await closes(job);
    assert.equal((await escrow.read.jobs([job.jobId])).state, 3);
  });

  it("lets an assembly in flight be paid, but mints nothing", async () => {
    const job = await postJob(stage, { order: { tilesPerLot: 2 } });
    const lotId = await finaliseTiles(stage, job);
    const lot = await bringLot(stage, job, { lotId });
    await refused(closes(job, stranger), "NotTheArtist", [stranger.account.address]);
    await closes(job);
    const hash = await finaliseLot(stage, lot, lot.submittedAt + stage.windowSeconds);
    assert.deepEqual(
      (await eventsOf(stage, hash)).map(([name]) => name),
      ["Finalised"],
    );
    const { state, finalLots } = await escrow.read.jobs([job.jobId]);
    assert.deepEqual([state, finalLots], [3, 3]);
    await refused(stage.art.read.ownerOf([job.jobId]), "ERC721NonexistentToken", [job.jobId]);
  });

  it("keeps what the chain knows of the job", async () => {
    const job = await postJob(stage);
    const before = await escrow.read.jobs([job.jobId]);
    await closes(job);
    assert.deepEqual(await escrow.read.jobs([job.jobId]), { ...before, state: 3 });
  });

  it("refuses a job that is closed or minted, and other terms", async () => {
    const closed = await postJob(stage);
    await closes(closed);
    await refused(closes(closed), "WrongJobState", [3, 1]);
    const { job } = await mintJob(stage);
    await refused(closes(job), "WrongJobState", [2, 1]);
    await refused(closes({ ...job, jobId: closed.jobId }), "TermsMismatch");
    await refused(closes({ ...job, jobId: 9n }), "TermsMismatch");
  });

  it("lets a lot in flight end either way, and the money out in three transactions", async () => {
    const paid = await postJob(stage);
    const { claim } = await claimJob(stage, paid);
    const late = await postJob(stage);
    const lateClaim = await claimJob(stage, late, { at: (await stage.now()) + 5 });
    const { submission, submittedAt } = await submitJob(stage, paid, claim);
    await closes(paid);
    await closes(late);
    const at = submittedAt + stage.windowSeconds;
    await finaliseJob(stage, paid, claim, submission, { at });
    await stage.nextAt(Math.max(at + 1, lateClaim.due));
    const { lotId } = late;
    await escrow.write.expire([late.terms, [{ lotId, claim: lateClaim.claim, submission: noSubmission }]]);
    const { credit } = await ledger(stage, artist.account.address);
    assert.equal(credit, parseEther("2") - claim.price + parseEther("2") + parseEther("0.5"));
    await escrow.write.withdraw([artist.account.address], { account: artist.account });
  });

  it("gives an artist whom no node served the money back after the deadline", async () => {
    const job = await postJob(stage);
    await stage.nextAt(job.terms.order.deadline);
    await closes(job, stranger);
    const open = { lotId: job.lotId, claim: noClaim, submission: noSubmission };
    await escrow.write.expire([job.terms, [open]], { account: stranger.account });
    const hash = await escrow.write.withdraw([stage.recipient.account.address], { account: artist.account });
    await stage.assertions.balancesHaveChanged(hash, [
      { address: escrow.address, amount: -parseEther("2") },
      { address: stage.recipient.account.address, amount: parseEther("2") },
    ]);
    assert.deepEqual(await eventsOf(stage, hash), [
      [
        "Withdrawn",
        plain({
          account: artist.account.address,
          to: stage.recipient.account.address,
          amount: parseEther("2"),
        }),
      ],
    ]);
    assert.equal((await ledger(stage, artist.account.address)).credit, 0n);
  });
});

describe("withdraw", () => {
  isolateTests(stage);

  it("refuses a caller without credit, and pays nobody twice", async () => {
    const { account } = artist;
    await refused(escrow.write.withdraw([account.address], { account }), "AmountIsZero");
    await mintJob(stage);
    await escrow.write.withdraw([account.address], { account });
    await refused(escrow.write.withdraw([account.address], { account }), "AmountIsZero");
  });

  it("refuses to send to nobody, or to who takes nothing, and keeps the credit", async () => {
    await mintJob(stage);
    const { account } = artist;
    const before = await ledger(stage, account.address);
    const zero = "0x0000000000000000000000000000000000000000";
    await refused(escrow.write.withdraw([zero], { account }), "AddressIsZero");
    for (const to of [escrow.address, stage.art.address])
      await refused(escrow.write.withdraw([to], { account }), "TransferFailed", [to]);
    assert.deepEqual(await ledger(stage, account.address), before);
  });

  it("leaves stake and locks alone", async () => {
    await mintJob(stage);
    const job = await postJob(stage);
    await claimJob(stage, job, { at: (await stage.now()) + 5 });
    const { account } = stage.operator;
    const before = await ledger(stage, account.address);
    await escrow.write.withdraw([account.address], { account });
    assert.deepEqual(await ledger(stage, account.address), { ...before, credit: 0n });
    assert.equal(before.locked, parseEther("10"));
  });
});
