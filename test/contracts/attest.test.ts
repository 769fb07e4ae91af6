import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Attestation } from "@graphiti/protocol/terms.ts";
import { zeroHash } from "viem";
import { attestationOf, attestLot, fatesOf, seedFor, sendAttest } from "./stage/attest.ts";
import { type Attester, attesterStakeWei, hire } from "./stage/crew.ts";
import { eventsOf, isolateTests, ledger, plain } from "./stage/expect.ts";
import { type SubmittedLot, submittedLot } from "./stage/lots.ts";
import { coldWindowSeconds, setStage } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, windowSeconds } = stage;
const [first, second, third] = (await hire(stage, 3)) as [Attester, Attester, Attester];
const seatsOf = async (lotId: bigint) => (await escrow.read.panels([lotId]))[3];

describe("attest", () => {
  isolateTests(stage);

  it("locks the lot's price, takes a seat and stores the seed", async () => {
    const lot = await submittedLot(stage);
    const seed = await seedFor(stage, lot);
    const attestation = await attestationOf(stage, lot, first.account.address);
    const hash = await sendAttest(stage, first, [attestation], lot.submittedAt + 32);
    const { address } = first.account;
    const { lotId } = lot;
    const said = { attempt: 0, seed, seal: attestation.seal, age: 32n };
    assert.deepEqual(await eventsOf(stage, hash), [
      ["Attested", plain({ lotId, operator: address, key: address, ...said })],
    ]);
    assert.deepEqual(plain(await escrow.read.panels([lotId])), [
      seed,
      0n,
      false,
      [plain({ operator: address, age: 32, tag: attestation.seal.slice(0, 14) })],
    ]);
    assert.deepEqual(await ledger(stage, address), {
      stake: attesterStakeWei,
      locked: lot.claim.price,
      credit: 0n,
    });
    assert.equal((await escrow.read.lots([lotId])).time, lot.submittedAt);
  });

  it("is made by a machine key for its operator, and under a new one as well", async () => {
    const { stranger, otherKey } = stage;
    await escrow.write.stake({ account: stranger.account, value: attesterStakeWei });
    const lot = await submittedLot(stage);
    const consent = await stage.consent(otherKey, stranger.account.address);
    await escrow.write.registerKey([otherKey.account.address, stage.farFuture, consent], {
      account: stranger.account,
    });
    const attestation = await attestationOf(stage, lot, stranger.account.address);
    const hash = await sendAttest(stage, otherKey, [attestation], lot.submittedAt + 90);
    const [[name, args] = []] = await eventsOf(stage, hash);
    assert.equal(name, "Attested");
    const { operator, key } = args as { operator: string; key: string };
    assert.deepEqual([operator, key], plain([stranger.account.address, otherKey.account.address]));
    assert.equal((await ledger(stage, stranger.account.address)).locked, lot.claim.price);
  });

  it("seats up to five more than were asked for, in the order in which they come", async () => {
    const lot = await submittedLot(stage, 1);
    for (const [index, attester] of [third, first, second].entries())
      await attestLot(stage, lot, attester, 40 + index, index === 1 ? "objects" : "agrees");
    const seats = await seatsOf(lot.lotId);
    assert.deepEqual(
      seats.map(({ operator, age, tag }) => [plain(operator), age, BigInt(tag) === 0n]),
      [third, first, second].map(({ account }, index) => [plain(account.address), 40 + index, index === 1]),
    );
  });

  it("takes no seventh seal where one was asked for", async () => {
    const crew = [first, second, third, ...(await hire(stage, 4, 3))];
    const lot = await submittedLot(stage, 1);
    const reasons = [];
    for (const [index, attester] of crew.entries())
      reasons.push(...(await fatesOf(stage, attestLot(stage, lot, attester, 60 + index))));
    assert.deepEqual(
      reasons.map(([, reason]) => reason),
      [...Array(6).fill("Attested"), "panelFull"],
    );
    const sitting = (await seatsOf(lot.lotId)).map(({ operator }) => plain(operator));
    assert.deepEqual(
      sitting,
      crew.slice(0, 6).map(({ account }) => plain(account.address)),
    );
  });

  it("keeps a seal of zero, and one that only begins with zeros, as an objection", async () => {
    const lot = await submittedLot(stage);
    const given = await attestationOf(stage, lot, first.account.address);
    const almost: Attestation = { ...given, seal: `0x${"00".repeat(6)}${"ff".repeat(26)}` };
    await sendAttest(stage, first, [almost], lot.submittedAt + 40);
    await attestLot(stage, lot, second, 41, "objects");
    const tags = (await seatsOf(lot.lotId)).map(({ tag }) => tag);
    assert.deepEqual(tags, [zeroHash.slice(0, 14), zeroHash.slice(0, 14)]);
  });

  it("passes over what it cannot take and takes the rest of the batch", async () => {
    const lots = [
      await submittedLot(stage),
      await submittedLot(stage),
      await submittedLot(stage, 0),
      await submittedLot(stage),
    ];
    const [right, other, unwanted, last] = lots as [SubmittedLot, SubmittedLot, SubmittedLot, SubmittedLot];
    const batch = [];
    for (const lot of lots) batch.push(await attestationOf(stage, lot, first.account.address));
    const [a, b, c, d] = batch as [Attestation, Attestation, Attestation, Attestation];
    const spoiled = { ...b, submission: { ...b.submission, l2Block: b.submission.l2Block + 1n } };
    const at = last.submittedAt + 40;
    assert.deepEqual(await fatesOf(stage, sendAttest(stage, first, [a, spoiled, c, a, d], at)), [
      [right.lotId, "Attested"],
      [other.lotId, "otherSubmission"],
      [unwanted.lotId, "notWanted"],
      [right.lotId, "alreadyAttested"],
      [last.lotId, "Attested"],
    ]);
    const { locked } = await ledger(stage, first.account.address);
    assert.equal(locked, right.claim.price + last.claim.price);
  });

  it("says who was passed over, and where", async () => {
    const lot = await submittedLot(stage, 0);
    const hash = await attestLot(stage, lot, first, 40);
    assert.deepEqual(await eventsOf(stage, hash), [
      ["AttestationSkipped", plain({ lotId: lot.lotId, operator: first.account.address, reason: 3 })],
    ]);
  });

  it("is over when the class's window is, or the cold one while fewer than half have come", async () => {
    const lot = await submittedLot(stage, 3);
    const { lotId, submittedAt } = lot;
    await attestLot(stage, lot, first, windowSeconds - 1);
    await attestLot(stage, lot, second, windowSeconds);
    assert.deepEqual(await escrow.read.panels([lotId]).then(([, , isCold]) => isCold), true);
    assert.deepEqual(await fatesOf(stage, attestLot(stage, lot, third, coldWindowSeconds)), [
      [lotId, "windowOver"],
    ]);

    const full = await submittedLot(stage, 2);
    await attestLot(stage, full, first, windowSeconds - 1);
    for (const age of [windowSeconds, windowSeconds + 1])
      assert.deepEqual(await fatesOf(stage, attestLot(stage, full, second, age)), [
        [full.lotId, "windowOver"],
      ]);
    assert.ok(submittedAt < full.submittedAt);
  });

  it("takes the last second of either window", async () => {
    const warm = await submittedLot(stage, 2);
    await attestLot(stage, warm, first, 100);
    assert.deepEqual(await fatesOf(stage, attestLot(stage, warm, second, windowSeconds - 1)), [
      [warm.lotId, "Attested"],
    ]);
    const cold = await submittedLot(stage, 2);
    const last = coldWindowSeconds - 1;
    await seedFor(stage, cold);
    const seal = await attestationOf(stage, cold, first.account.address);
    assert.deepEqual(await fatesOf(stage, sendAttest(stage, first, [seal], cold.submittedAt + last)), [
      [cold.lotId, "Attested"],
    ]);
    const [, , isCold, seats] = await escrow.read.panels([cold.lotId]);
    assert.deepEqual([isCold, seats[0]?.age], [true, last]);
    const later = cold.submittedAt + coldWindowSeconds;
    const late = await attestationOf(stage, cold, second.account.address);
    assert.deepEqual(await fatesOf(stage, sendAttest(stage, second, [late], later)), [
      [cold.lotId, "windowOver"],
    ]);
  });
});
