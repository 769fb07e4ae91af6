import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { settle } from "@graphiti/protocol/offer.ts";
import { quorumOf } from "@graphiti/protocol/panel.ts";
import { parseEther, zeroAddress } from "viem";
import { attestationOf, attestLot, sendAttest } from "./stage/attest.ts";
import { type Attester, attesterStakeWei, hire } from "./stage/crew.ts";
import { eventsOf, isolateTests, ledger, plain, refused } from "./stage/expect.ts";
import { digest, postJob, probesOf } from "./stage/jobs.ts";
import { bringLot, finaliseLot, lotIdsOf, type SubmittedLot, submittedLot } from "./stage/lots.ts";
import { coldWindowSeconds, fastClass, protocolFeeBps, setStage, stakeWei } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, windowSeconds, graceSeconds } = stage;
const crew = await hire(stage, 5);
const [first, second, third, fourth] = crew as [Attester, Attester, Attester, Attester];
const nobody: readonly Attester[] = [];

/** A lot with seals, each some seconds after the one before; all are drawn after 30. */
async function attested(
  attesters: number,
  {
    agree = nobody,
    differ = nobody,
    object = nobody,
  }: Partial<Record<"agree" | "differ" | "object", readonly Attester[]>>,
  age = 40,
): Promise<SubmittedLot> {
  const lot = await submittedLot(stage, attesters);
  let next = age;
  for (const attester of agree) await attestLot(stage, lot, attester, next++);
  for (const attester of differ) await attestLot(stage, lot, attester, next++, "differs");
  for (const attester of object) await attestLot(stage, lot, attester, next++, "objects");
  assert.equal((await escrow.read.panels([lot.lotId]))[3].length, next - age);
  return lot;
}

/** Asserts from which second on a lot can be finalised, and until which. */
async function isOpen(lot: SubmittedLot, opens: number, closes: number) {
  const [opensAt, closesAt] = [lot.submittedAt + opens, lot.submittedAt + closes];
  if ((await stage.now()) < opensAt - 1)
    await refused(finaliseLot(stage, lot, opensAt - 1), "TooEarly", [BigInt(opensAt)]);
  for (const at of [opensAt, closesAt - 1]) {
    const id = await stage.tester.snapshot();
    await finaliseLot(stage, lot, Math.max(at, (await stage.now()) + 1));
    await stage.tester.revert({ id });
  }
  await refused(finaliseLot(stage, lot, closesAt), "TooLate", [BigInt(closesAt)]);
}

describe("finalise of an attested lot", () => {
  isolateTests(stage);

  it("pays worker, attesters, treasury and artist, and releases all locks", async () => {
    const lot = await submittedLot(stage, 2);
    await attestLot(stage, lot, first, 40);
    await attestLot(stage, lot, second, 55);
    const { job, lotId, claim, submission } = lot;
    const hash = await finaliseLot(stage, lot, lot.submittedAt + 60);
    const [share, ages] = [job.terms.order.maxPrice, [40, 55]];
    const parts = settle(share, claim.price, protocolFeeBps, { attesters: 2, windowSeconds, ages });
    // A tenth of 1.1 ether for both; 40 and 55 of 300 seconds took 10 % and 13.75 % of it.
    assert.deepEqual(parts.attesterPays, [parseEther("0.0495"), parseEther("0.0474375")]);
    const { operatorPay, protocolFee, artistRefund, attesterPays } = parts;
    const { probe } = probesOf(4);
    const recipient = stage.recipient.account.address;
    assert.deepEqual(await eventsOf(stage, hash), [
      ["AttestersPaid", { lotId, attempt: 0, agreed: 0b11, pays: attesterPays }],
      ["Finalised", plain({ lotId, probe, operatorPay, protocolFee, artistRefund })],
      ["Minted", plain({ jobId: job.jobId, recipient, metadataDigest: submission.metadataDigest })],
      ["Transfer", plain({ from: zeroAddress, to: recipient, tokenId: job.jobId })],
    ]);
    for (const [index, { account }] of [first, second].entries())
      assert.deepEqual(await ledger(stage, account.address), {
        stake: attesterStakeWei,
        locked: 0n,
        credit: attesterPays[index],
      });
    assert.deepEqual(await ledger(stage, claim.operator), {
      stake: stakeWei,
      locked: 0n,
      credit: operatorPay,
    });
    assert.equal((await ledger(stage, stage.artist.account.address)).credit, artistRefund);
    assert.equal((await ledger(stage, stage.treasury.account.address)).credit, protocolFee);
    assert.equal(operatorPay + protocolFee + artistRefund + attesterPays.reduce((a, b) => a + b), share);
    assert.deepEqual(await escrow.read.panels([lotId]), [0, 0n, false, []]);
  });

  it("is fast when all who were asked for agree", async () => {
    const lot = await submittedLot(stage, 2);
    await attestLot(stage, lot, fourth, 31);
    const id = await stage.tester.snapshot();
    await refused(finaliseLot(stage, lot, lot.submittedAt + 32), "TooEarly", [
      BigInt(lot.submittedAt + windowSeconds),
    ]);
    await stage.tester.revert({ id });
    await attestLot(stage, lot, third, 32);
    await isOpen(lot, 33, windowSeconds + graceSeconds);
  });

  it("is fast from the fast time of its class on, not a second before", async () => {
    for (const { account } of [third, fourth, crew[4] as Attester])
      await escrow.write.requestUnstake([attesterStakeWei], { account });
    const lot = await submittedLot(stage, 2);
    await attestLot(stage, lot, first, 10);
    await attestLot(stage, lot, second, 11);
    await isOpen(lot, fastClass.fastSeconds, windowSeconds + graceSeconds);
  });

  it("waits for the window when somebody disagrees, however few", async () => {
    for (const opinion of [{ differ: [first] }, { object: [first] }]) {
      const lot = await attested(2, { agree: [second, third], ...opinion });
      await isOpen(lot, windowSeconds, windowSeconds + graceSeconds);
    }
  });

  it("waits for the window when half, and for the cold one when fewer than half have come", async () => {
    for (const attesters of [1, 2, 3, 4, 5])
      for (const count of [quorumOf(attesters) - 1, quorumOf(attesters)]) {
        if (count === attesters) continue;
        const id = await stage.tester.snapshot();
        const lot = await attested(attesters, { agree: crew.slice(0, count) });
        const window = count < quorumOf(attesters) ? coldWindowSeconds : windowSeconds;
        await isOpen(lot, window, window + graceSeconds);
        await stage.tester.revert({ id });
      }
  });

  it("stays cold when the first half has come only after the window", async () => {
    const lot = await submittedLot(stage, 2);
    await attestLot(stage, lot, first, windowSeconds);
    assert.equal((await escrow.read.panels([lot.lotId]))[2], true);
    await isOpen(lot, coldWindowSeconds, coldWindowSeconds + graceSeconds);
    const warm = await submittedLot(stage, 2);
    await attestLot(stage, warm, first, windowSeconds - 1);
    assert.equal((await escrow.read.panels([warm.lotId]))[2], false);
    await isOpen(warm, windowSeconds, windowSeconds + graceSeconds);
  });

  it("is fast all the same when all come after the window", async () => {
    const lot = await submittedLot(stage, 2);
    await attestLot(stage, lot, first, windowSeconds + 60);
    await attestLot(stage, lot, second, windowSeconds + 61);
    await isOpen(lot, windowSeconds + 62, coldWindowSeconds + graceSeconds);
  });

  it("needs more who agree than others, from the window's end to that of the grace", async () => {
    for (const [agree, others] of [
      [[], [first]],
      [[first], [second]],
      [[first], [second, third]],
      [
        [first, second],
        [third, fourth],
      ],
    ]) {
      const lot = await attested(4, { agree: agree as Attester[], object: others as Attester[] });
      const args = [BigInt(agree?.length ?? 0), BigInt(others?.length ?? 0)];
      const count = args.reduce((a, b) => a + b);
      const window = count < 2n ? coldWindowSeconds : windowSeconds;
      await refused(finaliseLot(stage, lot, lot.submittedAt + window), "VoteLost", args);
      const last = lot.submittedAt + window + graceSeconds;
      await refused(finaliseLot(stage, lot, last - 1), "VoteLost", args);
      await refused(finaliseLot(stage, lot, last), "TooLate", [BigInt(last)]);
    }
    const carried = await attested(4, { agree: [first, second], object: [third], differ: [] });
    await isOpen(carried, windowSeconds, windowSeconds + graceSeconds);
  });

  it("asks for the probes of exactly the lot's tiles where there are seals", async () => {
    const lot = await attested(2, { agree: [first, second] });
    const { tileProbes, probe } = probesOf(4);
    const [a, b, ...rest] = tileProbes;
    assert.ok(a && b);
    for (const given of [
      [],
      tileProbes.slice(1),
      [...tileProbes, digest("more")],
      [b, a, ...rest],
      [digest("other"), b, ...rest],
    ])
      await refused(
        finaliseLot(stage, lot, lot.submittedAt + 60, { tileProbes: given, probe }),
        "TileProbesMismatch",
      );
    await finaliseLot(stage, lot, lot.submittedAt + 60);
  });

  it("does without them where nobody came, and asks for the cold window", async () => {
    const lot = await submittedLot(stage, 2);
    const { probe } = probesOf(4);
    const opensAt = lot.submittedAt + coldWindowSeconds;
    const call = finaliseLot(stage, lot, opensAt - 1, { tileProbes: [], probe });
    await refused(call, "TooEarly", [BigInt(opensAt)]);
    const hash = await finaliseLot(stage, lot, opensAt, { tileProbes: [], probe });
    const [[name, args] = []] = await eventsOf(stage, hash);
    assert.equal(name, "Finalised");
    const pot = lot.claim.price / 10n;
    const { artistRefund } = args as { artistRefund: bigint };
    assert.equal(artistRefund, lot.job.terms.order.maxPrice - lot.claim.price + pot);
  });

  it("does not count a copied seal as agreement", async () => {
    const lot = await submittedLot(stage, 2);
    const honest = await attestationOf(stage, lot, first.account.address);
    await sendAttest(stage, first, [honest], lot.submittedAt + 40);
    await sendAttest(stage, second, [honest], lot.submittedAt + 41);
    const call = finaliseLot(stage, lot, lot.submittedAt + windowSeconds);
    await refused(call, "VoteLost", [1n, 1n]);
  });

  it("opens samples of lots with fewer tiles than wanted, and of the assembly, which is one", async () => {
    const deadline = (await stage.now()) + 400_000;
    const order = { ...{ attesters: 2, sampleTiles: 2, tilesPerLot: 2 }, deadline };
    const job = await postJob(stage, { order, work: { width: 512 * 3, height: 512 } });
    for (const [index, lotId] of lotIdsOf(job).entries()) {
      const lot = await bringLot(stage, job, { lotId });
      await attestLot(stage, lot, first, 40);
      await attestLot(stage, lot, second, 41);
      const events = await eventsOf(stage, await finaliseLot(stage, lot, lot.submittedAt + 42));
      const [, paid] = events[0] ?? [];
      assert.equal((paid as { agreed: number }).agreed, 0b11, `lot ${index}`);
    }
    assert.equal((await escrow.read.jobs([job.jobId])).state, 2);
  });

  it("pays for a lot of a closed job, which can still be attested, but mints nothing", async () => {
    const lot = await attested(2, { agree: [first] });
    const { job } = lot;
    await escrow.write.close([job.terms, job.jobId], { account: stage.artist.account });
    await attestLot(stage, lot, second, 50);
    const events = await eventsOf(stage, await finaliseLot(stage, lot, lot.submittedAt + 60));
    assert.deepEqual(
      events.map(([name]) => name),
      ["AttestersPaid", "Finalised"],
    );
  });
});
