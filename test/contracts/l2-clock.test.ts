import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keccak256, toHex } from "viem";
import { attestationOf, fatesOf, sendAttest } from "./stage/attest.ts";
import { type Attester, hire } from "./stage/crew.ts";
import { eventsOf, isolateTests, plain } from "./stage/expect.ts";
import { fakeArbitrum, returning } from "./stage/fake-arbitrum.ts";
import { type SubmittedLot, submittedLot } from "./stage/lots.ts";
import { setStage } from "./stage/stage.ts";

/** Far from any number that `block.number` could have here. */
const present = 300_000_000n;
const ringHash = keccak256(toHex("ring"));
const systemHash = keccak256(toHex("system"));
const seedOfHash = (hash: string) => Number(hash.slice(0, 12));

describe("L2Clock on Arbitrum", async () => {
  const stage = await setStage(async (tester) => {
    const arbitrum = fakeArbitrum(tester);
    await arbitrum.place();
    await arbitrum.setBlockNumber(present);
  });
  const { escrow, tester } = stage;
  const arbitrum = fakeArbitrum(tester);
  const [attester] = (await hire(stage, 1)) as [Attester];
  isolateTests(stage);

  const attests = async (lot: SubmittedLot) => {
    const given = await attestationOf(stage, lot, attester.account.address, "objects");
    return sendAttest(stage, attester, [given], (await stage.now()) + 5);
  };
  const seedIn = async (lot: SubmittedLot) => (await escrow.read.panels([lot.lotId]))[0];
  const target = present + 1n;

  it("counts the blocks of the system contract, not those of the block header", async () => {
    const { submission } = await submittedLot(stage);
    assert.equal(submission.l2Block, present);
    await arbitrum.setBlockNumber(2n ** 64n - 2n);
    assert.equal((await submittedLot(stage)).submission.l2Block, 2n ** 64n - 2n);
  });

  it("waits until the system contract is past the target, and then asks the ring", async () => {
    const lot = await submittedLot(stage);
    await arbitrum.setRingHash(target, ringHash);
    await arbitrum.setSystemHash(target, systemHash);
    for (const number of [present, target]) {
      await arbitrum.setBlockNumber(number);
      assert.deepEqual(await fatesOf(stage, attests(lot)), [[lot.lotId, "seedPending"]]);
    }
    await arbitrum.setBlockNumber(target + 1n);
    assert.deepEqual(await fatesOf(stage, attests(lot)), [[lot.lotId, "Attested"]]);
    assert.equal(await seedIn(lot), seedOfHash(ringHash));
  });

  it("asks the system contract when the ring reverts, is not there, or answers nonsense", async () => {
    const lot = await submittedLot(stage);
    await arbitrum.setBlockNumber(target + 1n);
    await arbitrum.setSystemHash(target, systemHash);
    for (const prepare of [
      async () => {},
      () => arbitrum.setRingCode("0x"),
      () => arbitrum.setRingCode(returning(0)),
      () => arbitrum.setRingCode(returning(31)),
      () => arbitrum.setRingCode(returning(32)),
      () => arbitrum.setRingCode(returning(64)),
      () => arbitrum.setRingCode("0xfe"),
    ]) {
      const id = await tester.snapshot();
      await prepare();
      assert.deepEqual(await fatesOf(stage, attests(lot)), [[lot.lotId, "Attested"]]);
      assert.equal(await seedIn(lot), seedOfHash(systemHash));
      await tester.revert({ id });
    }
  });

  it("moves the draw when neither knows the hash, to the present block of the system contract", async () => {
    const lot = await submittedLot(stage);
    const { lotId } = lot;
    const later = target + 400_000n;
    await arbitrum.setBlockNumber(later);
    assert.deepEqual(await eventsOf(stage, await attests(lot)), [
      ["DrawRetargeted", { lotId, attempt: 0, target: later }],
      ["AttestationSkipped", plain({ lotId, operator: attester.account.address, reason: 10 })],
    ]);
    assert.deepEqual(await escrow.read.panels([lotId]), [0, later, false, []]);
    await arbitrum.setRingHash(target, ringHash);
    assert.deepEqual(await fatesOf(stage, attests(lot)), [[lotId, "seedPending"]]);
    await arbitrum.setBlockNumber(later + 1n);
    await arbitrum.setRingHash(later, systemHash);
    assert.deepEqual(await fatesOf(stage, attests(lot)), [[lotId, "Attested"]]);
    assert.equal(await seedIn(lot), seedOfHash(systemHash));
  });

  it("takes a seed of 1 from a hash that begins with zeros", async () => {
    const lot = await submittedLot(stage);
    await arbitrum.setBlockNumber(target + 1n);
    await arbitrum.setRingHash(target, `0x${"00".repeat(5)}${"ff".repeat(27)}`);
    assert.deepEqual(await fatesOf(stage, attests(lot)), [[lot.lotId, "Attested"]]);
    assert.equal(await seedIn(lot), 1);
  });
});

describe("L2Clock elsewhere", async () => {
  const stage = await setStage();
  isolateTests(stage);

  it("counts the blocks of the header, even if there is a system contract one day", async () => {
    const arbitrum = fakeArbitrum(stage.tester);
    await arbitrum.place();
    await arbitrum.setBlockNumber(present);
    const { submission } = await submittedLot(stage);
    assert.equal(submission.l2Block, await stage.reader.getBlockNumber({ cacheTime: 0 }));
  });
});
