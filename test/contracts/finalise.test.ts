import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { settle } from "@graphiti/protocol/offer.ts";
import { seal } from "@graphiti/protocol/seal.ts";
import type { Claim, Submission } from "@graphiti/protocol/terms.ts";
import { hexToBigInt, parseEther, zeroAddress } from "viem";
import { eventsOf, isolateTests, ledger, plain, refused } from "./stage/expect.ts";
import {
  claimJob,
  digest,
  type Job,
  mintJob,
  postJob,
  probesOf,
  submitJob,
  type Wishes,
} from "./stage/jobs.ts";
import { protocolFeeBps, setStage, stakeWei } from "./stage/stage.ts";

const stage = await setStage();
const { escrow } = stage;
const { probe } = probesOf(4);

type Submitted = { job: Job; claim: Claim; submission: Submission; submittedAt: number };

describe("finalise", () => {
  isolateTests(stage);
  const submitted = async (wishes: Wishes = {}): Promise<Submitted> => {
    const job = await postJob(stage, wishes);
    const { claim } = await claimJob(stage, job);
    return { job, claim, ...(await submitJob(stage, job, claim)) };
  };
  const finalises = ({ job, claim, submission }: Submitted, given = probe) =>
    escrow.write.finalise([job.terms, job.lotId, claim, submission, given, []], {
      account: stage.stranger.account,
    });
  const opensAt = ({ submittedAt }: Submitted) => submittedAt + stage.windowSeconds;

  it("pays everybody, returns the bond and mints, whoever calls it", async () => {
    const lot = await submitted();
    const { job, claim, submission } = lot;
    await stage.nextAt(opensAt(lot));
    const hash = await finalises(lot);
    const price = parseEther("1.1");
    const parts = settle(parseEther("2"), price, protocolFeeBps);
    assert.deepEqual(parts, {
      operatorPay: parseEther("1.078"),
      protocolFee: parseEther("0.022"),
      attesterPays: [],
      artistRefund: parseEther("0.9"),
    });
    const { operatorPay, protocolFee, artistRefund } = parts;
    const { metadataDigest } = submission;
    const recipient = stage.recipient.account.address;
    assert.deepEqual(await eventsOf(stage, hash), [
      ["Finalised", plain({ lotId: job.lotId, probe, operatorPay, protocolFee, artistRefund })],
      ["Minted", plain({ jobId: job.jobId, recipient, metadataDigest })],
      ["Transfer", plain({ from: zeroAddress, to: recipient, tokenId: job.jobId })],
    ]);
    assert.deepEqual(await ledger(stage, claim.operator), {
      stake: stakeWei,
      locked: 0n,
      credit: operatorPay,
    });
    const nothing = { stake: 0n, locked: 0n };
    const { treasury, artist } = stage;
    assert.deepEqual(await ledger(stage, treasury.account.address), { ...nothing, credit: protocolFee });
    assert.deepEqual(await ledger(stage, artist.account.address), { ...nothing, credit: artistRefund });
    assert.equal((await escrow.read.jobs([job.jobId])).state, 2);
    assert.equal((await escrow.read.jobs([job.jobId])).finalLots, 1);
    assert.equal((await escrow.read.lots([job.lotId])).state, 3);
    assert.equal(plain(await stage.art.read.ownerOf([job.jobId])), plain(recipient));
  });

  it("refunds nothing when the price has reached its highest", async () => {
    const job = await postJob(stage);
    const { claim } = await claimJob(stage, job, { at: job.postedAt + 600 });
    const { submission, submittedAt } = await submitJob(stage, job, claim);
    await stage.nextAt(submittedAt + stage.windowSeconds);
    await finalises({ job, claim, submission, submittedAt });
    assert.equal((await ledger(stage, stage.artist.account.address)).credit, 0n);
  });

  it("adds up when artist, treasury, operator and recipient are one", async () => {
    const one = stage.treasury;
    const signature = await stage.consent(stage.otherKey, one.account.address);
    await escrow.write.stake({ account: one.account, value: parseEther("20") });
    await escrow.write.registerKey([stage.otherKey.account.address, stage.farFuture, signature], {
      account: one.account,
    });
    const { artist, key } = stage;
    Object.assign(stage, { artist: one, key: stage.otherKey });
    try {
      await mintJob(stage, {
        order: { recipient: one.account.address, royaltyReceiver: one.account.address },
      });
    } finally {
      Object.assign(stage, { artist, key });
    }
    assert.deepEqual(await ledger(stage, one.account.address), {
      stake: parseEther("20"),
      locked: 0n,
      credit: parseEther("2"),
    });
  });

  it("opens when the window is over, not a second before", async () => {
    const lot = await submitted();
    await stage.nextAt(opensAt(lot) - 1);
    await refused(finalises(lot), "TooEarly", [BigInt(opensAt(lot))]);
    await stage.nextAt(opensAt(lot));
    await finalises(lot);
  });

  it("closes when the grace is over, not a second before", async () => {
    const lot = await submitted();
    const closesAt = opensAt(lot) + stage.graceSeconds;
    for (const at of [closesAt, closesAt + 1]) {
      await stage.nextAt(at);
      await refused(finalises(lot), "TooLate", [BigInt(closesAt)]);
    }
    await stage.nextAt(closesAt - 1);
    await finalises(lot);
  });

  it("takes the times from the order's finality class", async () => {
    const lot = await submitted({ order: { finalityClass: 1 } });
    await stage.nextAt(lot.submittedAt + 899);
    await refused(finalises(lot), "TooEarly", [BigInt(lot.submittedAt + 900)]);
    await stage.nextAt(lot.submittedAt + 900 + 7_199);
    await finalises(lot);
    const cold = await submitted({ order: { finalityClass: 2, deadline: (await stage.now()) + 200_000 } });
    await stage.nextAt(cold.submittedAt + 89_999);
    await refused(finalises(cold), "TooEarly", [BigInt(cold.submittedAt + 90_000)]);
    await stage.nextAt(cold.submittedAt + 90_000);
    await finalises(cold);
  });

  it("refuses a probe that does not open the seal", async () => {
    const lot = await submitted();
    const { job, claim, submission } = lot;
    const other = digest("another probe");
    const opened = seal({
      chainId: stage.chainId,
      escrow: escrow.address,
      lotId: job.lotId,
      attempt: 0,
      operator: claim.operator,
      outputRoot: submission.outputRoot,
      metadataDigest: submission.metadataDigest,
      probe: other,
    });
    await stage.nextAt(opensAt(lot));
    await refused(finalises(lot, other), "SealMismatch", [submission.seal, opened]);
  });

  it("refuses a seal made for another chain, escrow, lot, attempt, operator or result", async () => {
    const job = await postJob(stage);
    const { claim } = await claimJob(stage, job);
    const right = {
      chainId: stage.chainId,
      escrow: escrow.address,
      lotId: job.lotId,
      attempt: 0,
      operator: claim.operator,
      outputRoot: digest("output root 0"),
      metadataDigest: digest("metadata"),
      probe,
    };
    const { outputRoot, metadataDigest } = right;
    const before = await stage.tester.snapshot();
    let id = before;
    for (const wrong of [
      { chainId: 1 },
      { escrow: stage.art.address },
      { lotId: job.lotId + 1n },
      { attempt: 1 },
      { operator: stage.stranger.account.address },
      { outputRoot: digest("other root") },
      { metadataDigest: digest("other metadata") },
    ]) {
      const result = { outputRoot, metadataDigest, seal: seal({ ...right, ...wrong }) };
      const { submission, submittedAt } = await submitJob(stage, job, claim, { result });
      await stage.nextAt(submittedAt + stage.windowSeconds);
      const call = finalises({ job, claim, submission, submittedAt });
      await refused(call, "SealMismatch", [submission.seal, seal(right)]);
      await stage.tester.revert({ id });
      id = await stage.tester.snapshot();
    }
    const { submission, submittedAt } = await submitJob(stage, job, claim, {
      result: { outputRoot, metadataDigest, seal: seal(right) },
    });
    await stage.nextAt(submittedAt + stage.windowSeconds);
    await finalises({ job, claim, submission, submittedAt });
  });

  it("refuses a claim or submission that is not the lot's", async () => {
    const lot = await submitted();
    const { claim, submission } = lot;
    await stage.nextAt(opensAt(lot));
    const more = { ...claim, price: claim.price + 1n };
    await refused(finalises({ ...lot, claim: more }), "ClaimMismatch");
    for (const field of ["outputRoot", "metadataDigest", "seal"] as const) {
      const other = { ...submission, [field]: digest("other") };
      await refused(finalises({ ...lot, submission: other }), "ClaimMismatch");
    }
    const later = { ...submission, l2Block: submission.l2Block + 1n };
    await refused(finalises({ ...lot, submission: later }), "ClaimMismatch");
    await refused(finalises({ ...lot, job: { ...lot.job, lotId: lot.job.lotId + 1n } }), "UnknownLot", [
      lot.job.lotId + 1n,
    ]);
  });

  it("refuses a lot that is open, claimed, final or expired", async () => {
    const lot = await submitted();
    const open = await postJob(stage);
    await refused(finalises({ ...lot, job: open }), "WrongLotState", [0, 2]);
    await claimJob(stage, open, { at: (await stage.now()) + 5 });
    await refused(finalises({ ...lot, job: open }), "WrongLotState", [1, 2]);
    await stage.nextAt(opensAt(lot));
    await finalises(lot);
    await refused(finalises(lot), "WrongLotState", [3, 2]);
  });

  it("pays for a lot of a closed job, but mints nothing", async () => {
    const lot = await submitted();
    const { job, claim } = lot;
    await escrow.write.close([job.terms, job.jobId], { account: stage.artist.account });
    await stage.nextAt(opensAt(lot));
    const events = await eventsOf(stage, await finalises(lot));
    assert.deepEqual(
      events.map(([name]) => name),
      ["Finalised"],
    );
    assert.equal((await ledger(stage, claim.operator)).credit, parseEther("1.078"));
    assert.equal((await escrow.read.jobs([job.jobId])).state, 3);
    assert.deepEqual(await escrow.read.royaltyOf([job.jobId]), [zeroAddress, 0]);
    const { commitment } = await escrow.read.lots([job.lotId]);
    assert.notEqual(hexToBigInt(commitment), 0n);
    await refused(stage.art.read.ownerOf([job.jobId]), "ERC721NonexistentToken", [job.jobId]);
  });
});
