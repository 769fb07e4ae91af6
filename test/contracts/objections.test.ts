import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { attesterPay, lateFee, shareOfLot, splitLateFee } from "@graphiti/protocol/offer.ts";
import { lotIdOf, noClaim, noSubmission, shapeOf } from "@graphiti/protocol/terms.ts";
import { zeroAddress } from "viem";
import { attestLot, type Opinion } from "./stage/attest.ts";
import { type Attester, attesterStakeWei, hire } from "./stage/crew.ts";
import { eventsOf, isolateTests, ledger, plain, refused } from "./stage/expect.ts";
import { claimJob, postJob } from "./stage/jobs.ts";
import { bringLot, expireLots, lotIdsOf, type SubmittedLot, submittedLot } from "./stage/lots.ts";
import { coldWindowSeconds, setStage, stakeWei } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, artist, windowSeconds, graceSeconds } = stage;
const crew = await hire(stage, 5);
const [first] = crew as [Attester];
const odd = { minPrice: 1_000_000_000_000_000_007n, maxPrice: 2_000_000_000_000_000_039n, rampSeconds: 601 };
const fee = lateFee(odd.maxPrice);
const creditOf = async (address: `0x${string}`) => (await ledger(stage, address)).credit;

/** A lot with one seal for each opinion, 40 seconds after its submit and on. */
async function judged(attesters: number, opinions: readonly Opinion[]): Promise<SubmittedLot> {
  const lot = await submittedLot(stage, attesters, odd);
  for (const [index, opinion] of opinions.entries())
    await attestLot(stage, lot, crew[index] as Attester, 40 + index, opinion);
  return lot;
}

describe("expire of a lot whose vote did not carry", () => {
  isolateTests(stage);

  it("pays the objectors from the late fee and burns the rest; the artist gains nothing", async () => {
    const lot = await judged(2, ["agrees", "objects", "differs", "objects"]);
    const { lotId, claim, submittedAt } = lot;
    const closesAt = submittedAt + windowSeconds + graceSeconds;
    await refused(expireLots(stage, [lot], closesAt - 1), "TooEarly", [BigInt(closesAt)]);
    const hash = await expireLots(stage, [lot], closesAt);
    const pot = claim.price / 10n;
    const pay = (age: number) => attesterPay(pot, { attesters: 2, windowSeconds }, age);
    const pays = [0n, pay(41), 0n, pay(43)];
    const burned = fee - pay(41) - pay(43);
    const objectors = { attesters: 2, windowSeconds, ages: [41, 43] };
    assert.equal(splitLateFee(fee, claim.price, objectors).burned, burned);
    assert.deepEqual(await eventsOf(stage, hash), [
      ["ObjectorsPaid", { lotId, attempt: 0, objected: 0b1010, pays, burned }],
      ["Expired", plain({ lotId, attempt: 0, operator: claim.operator, lateFee: fee, state: 0 })],
    ]);
    for (const [index, credit] of pays.entries())
      assert.deepEqual(await ledger(stage, (crew[index] as Attester).account.address), {
        ...{ stake: attesterStakeWei, locked: 0n },
        credit,
      });
    assert.equal(await creditOf(zeroAddress), burned);
    assert.equal(await creditOf(artist.account.address), 0n);
    assert.deepEqual(await ledger(stage, claim.operator), { stake: stakeWei - fee, locked: 0n, credit: 0n });
    assert.equal(await escrow.read.totalStake(), stakeWei - fee + 5n * attesterStakeWei);
    assert.deepEqual(await escrow.read.panels([lotId]), [0, 0n, false, []]);
  });

  it("pays as many objectors as were asked for, the first ones, less the later they came", async () => {
    const lot = await submittedLot(stage, 2, odd);
    const ages = [40, 200, windowSeconds - 1];
    for (const [index, age] of ages.entries())
      await attestLot(stage, lot, crew[index] as Attester, age, "objects");
    const hash = await expireLots(stage, [lot], lot.submittedAt + windowSeconds + graceSeconds);
    const pay = (age: number) => attesterPay(lot.claim.price / 10n, { attesters: 2, windowSeconds }, age);
    const [[, args] = []] = await eventsOf(stage, hash);
    const { objected, pays, burned } = args as { objected: number; pays: bigint[]; burned: bigint };
    assert.deepEqual([objected, pays], [0b111, [pay(40), pay(200), 0n]]);
    assert.equal(burned, fee - pay(40) - pay(200));
  });

  it("burns the whole fee when those who came agreed, but nobody finalised", async () => {
    const lot = await judged(2, ["agrees", "agrees"]);
    const hash = await expireLots(stage, [lot], lot.submittedAt + windowSeconds + graceSeconds);
    const [[name, args] = []] = await eventsOf(stage, hash);
    assert.equal(name, "ObjectorsPaid");
    assert.deepEqual(args, { lotId: lot.lotId, attempt: 0, objected: 0, pays: [0n, 0n], burned: fee });
    assert.equal(await creditOf(zeroAddress), fee);
  });

  it("waits for the cold window's grace when too few came, and gives the fee to the artist when nobody did", async () => {
    const thin = await judged(3, ["objects"]);
    const closesAt = thin.submittedAt + coldWindowSeconds + graceSeconds;
    const id = await stage.tester.snapshot();
    await refused(expireLots(stage, [thin], closesAt - 1), "TooEarly", [BigInt(closesAt)]);
    const [[, args] = []] = await eventsOf(stage, await expireLots(stage, [thin], closesAt));
    const { objected } = args as { objected: number };
    assert.equal(objected, 1);
    await stage.tester.revert({ id });

    const alone = await judged(3, []);
    const end = alone.submittedAt + coldWindowSeconds + graceSeconds;
    await refused(expireLots(stage, [alone], end - 1), "TooEarly", [BigInt(end)]);
    const events = await eventsOf(stage, await expireLots(stage, [alone], end));
    assert.deepEqual(
      events.map(([name]) => name),
      ["Expired"],
    );
    assert.equal(await creditOf(artist.account.address), fee);
  });

  it("refunds the artist of a closed job all the same, without the fee", async () => {
    const lot = await judged(2, ["objects", "agrees"]);
    const { job, lotId } = lot;
    await escrow.write.close([job.terms, job.jobId], { account: artist.account });
    const hash = await expireLots(stage, [lot], lot.submittedAt + windowSeconds + graceSeconds);
    assert.deepEqual(
      (await eventsOf(stage, hash)).map(([name]) => name),
      ["ObjectorsPaid", "Expired", "Refunded"],
    );
    assert.equal(await creditOf(artist.account.address), odd.maxPrice);
    assert.equal((await escrow.read.lots([lotId])).state, 4);
  });

  it("gives the next attempt a panel of its own", async () => {
    const lot = await judged(2, ["objects", "agrees"]);
    await expireLots(stage, [lot], lot.submittedAt + windowSeconds + graceSeconds);
    const next = await bringLot(stage, lot.job, { attempt: 1 });
    const hash = await attestLot(stage, next, first, 60);
    const [[name, args] = []] = await eventsOf(stage, hash);
    assert.equal(name, "Attested");
    assert.equal((args as { attempt: number }).attempt, 1);
    const { operator } = (await escrow.read.panels([lot.lotId]))[3][0] ?? {};
    assert.equal(plain(operator), plain(first.account.address));
  });
});

describe("expire of several lots", () => {
  isolateTests(stage);

  it("ends claimed and submitted ones of a job together", async () => {
    const job = await postJob(stage, { order: { tilesPerLot: 1, deadline: (await stage.now()) + 200_000 } });
    const [one, two, three] = lotIdsOf(job) as [bigint, bigint, bigint];
    const { claim } = await claimJob(stage, job, { lotId: one });
    const sent = await bringLot(stage, job, { lotId: two });
    const late = { job, lotId: one, attempt: 0, claim, submission: noSubmission, submittedAt: 0 };
    const open = { ...late, lotId: three, claim: noClaim };
    const at = sent.submittedAt + windowSeconds + graceSeconds;
    await refused(expireLots(stage, [late, sent, open], at), "WrongJobState", [1, 3]);
    await refused(expireLots(stage, [late, late], at), "WrongJobState", [1, 3]);
    const hash = await expireLots(stage, [late, sent], at);
    const share = shareOfLot(job.terms.order.maxPrice, shapeOf(job.terms), 0);
    const { operator } = claim;
    assert.deepEqual(
      await eventsOf(stage, hash),
      [one, two].map((lotId) => [
        "Expired",
        plain({ lotId, attempt: 0, operator, lateFee: lateFee(share), state: 0 }),
      ]),
    );
    assert.equal(await creditOf(artist.account.address), 2n * lateFee(share));
    assert.deepEqual(await ledger(stage, operator), {
      ...{ stake: stakeWei - 2n * lateFee(share), locked: 0n, credit: 0n },
    });
  });

  it("refunds all lots of a closed job, down to the wei", async () => {
    const job = await postJob(stage, { order: { ...odd, tilesPerLot: 1 } });
    const lots = lotIdsOf(job);
    const { claim, due } = await claimJob(stage, job, { lotId: lots[1] as bigint });
    await escrow.write.close([job.terms, job.jobId], { account: artist.account });
    const all = lots.map((lotId, index) => ({
      ...{ job, lotId, attempt: 0, submittedAt: 0 },
      claim: index === 1 ? claim : noClaim,
      submission: noSubmission,
    }));
    const names = (await eventsOf(stage, await expireLots(stage, all, due))).map(([name]) => name);
    assert.deepEqual(names, ["Refunded", "Expired", "Refunded", "Refunded", "Refunded", "Refunded"]);
    const share = shareOfLot(odd.maxPrice, shapeOf(job.terms), 1);
    assert.equal(await creditOf(artist.account.address), odd.maxPrice + lateFee(share));
    for (const lotId of lots) assert.equal((await escrow.read.lots([lotId])).state, 4);
  });

  it("refuses none, more than 65, and lots of another job", async () => {
    const job = await postJob(stage);
    const other = await postJob(stage);
    await escrow.write.close([job.terms, job.jobId], { account: artist.account });
    const open = { lotId: job.lotId, claim: noClaim, submission: noSubmission };
    await refused(escrow.write.expire([job.terms, []]), "BatchIsEmpty");
    await refused(escrow.write.expire([job.terms, Array(66).fill(open)]), "BatchTooLarge", [66n, 65n]);
    const foreign = { ...open, lotId: other.lotId };
    await refused(escrow.write.expire([job.terms, [open, foreign]]), "TermsMismatch");
    await refused(escrow.write.expire([job.terms, [open, open]]), "WrongLotState", [4, 2]);
    const none = { ...open, lotId: lotIdOf(job.jobId, 1) };
    await refused(escrow.write.expire([job.terms, [none]]), "UnknownLot", [none.lotId]);
    assert.equal((await escrow.read.lots([job.lotId])).state, 0);
    await escrow.write.expire([job.terms, [open]]);
  });
});
