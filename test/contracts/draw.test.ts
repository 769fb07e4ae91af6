import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isDrawn, seedOf } from "@graphiti/protocol/draw.ts";
import { type Hash, parseEther } from "viem";
import { attestationOf, attestLot, fatesOf, seedFor, sendAttest } from "./stage/attest.ts";
import { type Attester, attesterStakeWei, authorise, hire } from "./stage/crew.ts";
import { eventsOf, isolateTests, plain } from "./stage/expect.ts";
import { claimJob, postJob, resultFor } from "./stage/jobs.ts";
import { bringLot, expireLots, finaliseLot, type SubmittedLot, submittedLot } from "./stage/lots.ts";
import { coldWindowSeconds, setStage, stakeWei } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, tester } = stage;
const [first, second] = (await hire(stage, 2)) as [Attester, Attester];
const height = () => stage.reader.getBlockNumber({ cacheTime: 0 });
const hashOf = async (blockNumber: bigint) => (await stage.reader.getBlock({ blockNumber })).hash;
/** Blocks of which a contract can ask the hash. */
const blocksKnown = 256n;

const panel = { attesters: 2, sampleTiles: 2 };

/** Both transactions in the next block, in this order. */
async function inOneBlock(at: number, sends: (() => Promise<Hash>)[]): Promise<Hash[]> {
  await tester.setAutomine(false);
  try {
    const hashes: Hash[] = [];
    for (const send of sends) hashes.push(await send());
    await stage.nextAt(at);
    await tester.mine({ blocks: 1 });
    return hashes;
  } finally {
    await tester.setAutomine(true);
  }
}

describe("the circle of a draw", () => {
  isolateTests(stage);

  it("widens every 30 seconds, for every operator as draw.ts says", async () => {
    const crew = [first, second, ...(await hire(stage, 8, 2))];
    const totalStake = BigInt(crew.length) * attesterStakeWei + stakeWei;
    const weight = { stake: attesterStakeWei, totalStake };
    const lot = await submittedLot(stage, 5);
    const seed = await seedFor(stage, lot);
    const answers = new Set<string>();
    for (const age of [29, 30, 59, 60])
      for (const attester of crew) {
        const id = await tester.snapshot();
        const { address } = attester.account;
        const drawn = isDrawn({ ...lot, seed }, address, weight, age);
        const fate = drawn ? "Attested" : "notDrawn";
        assert.deepEqual(await fatesOf(stage, attestLot(stage, lot, attester, age)), [[lot.lotId, fate]]);
        answers.add(`${age} ${fate}`);
        await tester.revert({ id });
      }
    assert.ok(answers.has("29 Attested") || answers.has("30 Attested"));
    assert.ok(answers.has("29 notDrawn"));
    assert.ok(!answers.has("60 notDrawn"));
  });

  it("weighs an operator by all of its stake, locked or not, without what is on its way out", async () => {
    const price = parseEther("190");
    const greedy = await postJob(stage, { order: { minPrice: price, maxPrice: price } });
    await escrow.write.claim([greedy.terms, greedy.lotId, 0n], { account: first.account });
    const lot = await submittedLot(stage);
    assert.deepEqual(await fatesOf(stage, attestLot(stage, lot, first, 20)), [[lot.lotId, "Attested"]]);
    const { account } = second;
    await escrow.write.requestUnstake([attesterStakeWei - parseEther("0.000001")], { account });
    assert.deepEqual(await fatesOf(stage, attestLot(stage, lot, second, 29)), [[lot.lotId, "notDrawn"]]);
  });

  it("leaves out who raised its stake in the second of the submit, and takes who did a second before", async () => {
    const job = await postJob(stage, { order: { ...panel, deadline: (await stage.now()) + 200_000 } });
    const { claim } = await claimJob(stage, job);
    const at = (await stage.now()) + 20;
    await stage.nextAt(at - 1);
    await escrow.write.stake({ account: second.account, value: 1n });
    const { outputRoot, metadataDigest, seal } = resultFor(stage, job, claim.operator);
    const [hash] = await inOneBlock(at, [
      () =>
        escrow.write.submit([job.terms, job.lotId, claim, outputRoot, metadataDigest, seal], {
          account: stage.key.account,
        }),
      () => escrow.write.stake({ account: first.account, value: 1n }),
    ]);
    const { blockNumber } = await stage.receipt(hash as Hash);
    const submission = { outputRoot, metadataDigest, seal, l2Block: blockNumber };
    const lot = { job, lotId: job.lotId, attempt: 0, claim, submission, submittedAt: at };
    assert.equal((await escrow.read.standings([first.account.address])).raisedAt, at);
    assert.equal((await escrow.read.standings([second.account.address])).raisedAt, at - 1);
    assert.deepEqual(await fatesOf(stage, attestLot(stage, lot, first, 20)), [[lot.lotId, "stakeTooRecent"]]);
    assert.deepEqual(await fatesOf(stage, attestLot(stage, lot, second, 21)), [[lot.lotId, "Attested"]]);
  });

  it("leaves out who has a key and never staked", async () => {
    await authorise(stage, stage.stranger);
    const lot = await submittedLot(stage);
    assert.deepEqual(await fatesOf(stage, attestLot(stage, lot, stage.stranger, 60)), [
      [lot.lotId, "stakeTooRecent"],
    ]);
  });
});

describe("the seed of a draw", () => {
  isolateTests(stage);
  /** An attestation of the first, sent so that it lands in a certain block. */
  const attestIn = async (lot: SubmittedLot, block: bigint, attester = first) => {
    const attestation = await attestationOf(stage, lot, attester.account.address, "objects");
    const missing = block - (await height()) - 1n;
    if (missing > 0n) await tester.mine({ blocks: Number(missing) });
    const hash = await escrow.write.attest([[attestation]], { account: attester.account });
    assert.equal((await stage.receipt(hash)).blockNumber, block);
    return hash;
  };

  it("is the hash of the block after the submit, from the block after that on", async () => {
    const lot = await submittedLot(stage);
    const target = lot.submission.l2Block + 1n;
    assert.deepEqual(await fatesOf(stage, attestIn(lot, target)), [[lot.lotId, "seedPending"]]);
    assert.deepEqual((await escrow.read.panels([lot.lotId]))[0], 0);
    assert.deepEqual(await fatesOf(stage, attestIn(lot, target + 1n)), [[lot.lotId, "Attested"]]);
    assert.equal((await escrow.read.panels([lot.lotId]))[0], seedOf(await hashOf(target)));
  });

  it("is stored by the first attestation and kept by the others", async () => {
    const lot = await submittedLot(stage, 2, { finalityClass: 1 });
    await attestLot(stage, lot, first, 20);
    await tester.mine({ blocks: 300 });
    const late = attestLot(stage, lot, second, 400, "objects");
    assert.deepEqual(await fatesOf(stage, late), [[lot.lotId, "Attested"]]);
    const [seed] = await escrow.read.panels([lot.lotId]);
    assert.equal(seed, seedOf(await hashOf(lot.submission.l2Block + 1n)));
  });

  it("is known in the last block that still knows the hash, and moved to the next block after", async () => {
    const lot = await submittedLot(stage, 2, { finalityClass: 1 });
    const { lotId } = lot;
    const target = lot.submission.l2Block + 1n;
    const gone = target + blocksKnown + 1n;
    const id = await tester.snapshot();
    assert.deepEqual(await fatesOf(stage, attestIn(lot, gone - 1n)), [[lotId, "Attested"]]);
    await tester.revert({ id });

    assert.deepEqual(await eventsOf(stage, await attestIn(lot, gone)), [
      ["DrawRetargeted", { lotId, attempt: 0, target: gone }],
      ["AttestationSkipped", plain({ lotId, operator: first.account.address, reason: 10 })],
    ]);
    assert.deepEqual(await escrow.read.panels([lotId]), [0, gone, false, []]);
    assert.deepEqual(await fatesOf(stage, attestIn(lot, gone + 1n)), [[lotId, "Attested"]]);
    assert.deepEqual((await escrow.read.panels([lotId])).slice(0, 3), [
      seedOf(await hashOf(gone)),
      0n,
      false,
    ]);
  });

  it("waits for the block that it was moved to, and is moved again when that is gone too", async () => {
    const lot = await submittedLot(stage, 2, { finalityClass: 1 });
    const { lotId } = lot;
    await tester.mine({ blocks: 300 });
    const attestation = await attestationOf(stage, lot, first.account.address, "objects");
    const attest = ({ account }: Attester) => escrow.write.attest([[attestation]], { account });
    const hashes = await inOneBlock((await stage.now()) + 5, [() => attest(first), () => attest(second)]);
    const fates = [];
    for (const hash of hashes) fates.push(...(await fatesOf(stage, Promise.resolve(hash))));
    assert.deepEqual(fates.map(([, fate]) => fate).sort(), ["seedGone", "seedPending"]);
    const moved = await height();
    const again = moved + blocksKnown + 1n;
    const [[, args] = []] = await eventsOf(stage, await attestIn(lot, again));
    assert.deepEqual(args, { lotId, attempt: 0, target: again });
  });

  it("is not moved by who may not attest", async () => {
    const lot = await submittedLot(stage, 2, { finalityClass: 1 });
    await tester.mine({ blocks: 300 });
    await escrow.write.stake({ account: first.account, value: 1n });
    const at = (await stage.now()) + 5;
    const given = await attestationOf(stage, lot, first.account.address, "objects");
    assert.deepEqual(await fatesOf(stage, sendAttest(stage, first, [given], at)), [
      [lot.lotId, "stakeTooRecent"],
    ]);
    assert.deepEqual(await escrow.read.panels([lot.lotId]), [0, 0n, false, []]);
  });

  it("is forgotten with the submission, and drawn anew for the next attempt", async () => {
    const lot = await submittedLot(stage);
    const { job, lotId, submittedAt } = lot;
    await tester.mine({ blocks: 258 });
    await attestIn(lot, (await height()) + 1n);
    assert.notEqual((await escrow.read.panels([lotId]))[1], 0n);
    await expireLots(stage, [lot], submittedAt + coldWindowSeconds + stage.graceSeconds);
    assert.deepEqual(await escrow.read.panels([lotId]), [0, 0n, false, []]);

    const next = await bringLot(stage, job, { attempt: 1 });
    await attestLot(stage, next, first, 20);
    assert.equal((await escrow.read.panels([lotId]))[3].length, 1);
    await finaliseLot(stage, next, next.submittedAt + stage.windowSeconds);
    assert.deepEqual(await escrow.read.panels([lotId]), [0, 0n, false, []]);
  });

  it("leaves nothing behind when a lot that nobody attested is finalised", async () => {
    const lot = await submittedLot(stage);
    await tester.mine({ blocks: 258 });
    await attestIn(lot, (await height()) + 1n);
    await finaliseLot(stage, lot, lot.submittedAt + coldWindowSeconds);
    assert.deepEqual(await escrow.read.panels([lot.lotId]), [0, 0n, false, []]);
  });
});
