import { describe, it } from "node:test";
import {
  type Claim,
  lotIdOf,
  noClaim,
  noSubmission,
  type Submission,
  type Terms,
} from "@graphiti/protocol/terms.ts";
import { type Hex, parseEther, zeroHash } from "viem";
import { attestLot } from "./stage/attest.ts";
import { type Attester, hire } from "./stage/crew.ts";
import { isolateTests } from "./stage/expect.ts";
import { checkedInOrder, type Fault } from "./stage/expect-order.ts";
import { claimJob, type Job, postJob, probesOf, resultFor } from "./stage/jobs.ts";
import { bringLot, finaliseTiles, submittedLot } from "./stage/lots.ts";
import { fastClass, setStage } from "./stage/stage.ts";
import { storageOf } from "./stage/storage.ts";

const stage = await setStage();
const { escrow, artist, key, stranger, windowSeconds, graceSeconds } = stage;
const storage = storageOf(stage);
const span = 200 + fastClass.windowSeconds + fastClass.graceSeconds;
const twoLots = { order: { tilesPerLot: 2 } };

type Given = { terms: Terms; lotId: bigint; caller: Attester; at: number };

/** The two that every call begins with. */
const beginning = <G extends Given>(): Fault<G>[] => [
  {
    name: "TermsMismatch",
    make: (given) => (given.terms = { ...given.terms, postedAt: given.terms.postedAt + 1 }),
  },
  {
    name: "UnknownLot",
    args: ({ lotId }) => [lotId],
    make: (given) => (given.lotId = ((given.lotId >> 16n) << 16n) + 9n),
  },
];
const closes = ({ terms, jobId }: Job) => escrow.write.close([terms, jobId], { account: artist.account });
const rejoined = (job: Job, lotId: bigint) => (given: { terms: Terms; lotId: bigint }) =>
  Object.assign(given, { terms: job.terms, lotId });

describe("the order of a lot's checks", () => {
  isolateTests(stage);

  it("is that of the rules at claim", async () => {
    const poor = stage.otherKey;
    await escrow.write.stake({ account: stranger.account, value: 1n });
    const consent = await stage.consent(poor, stranger.account.address);
    await escrow.write.registerKey([poor.account.address, stage.farFuture, consent], {
      account: stranger.account,
    });
    const job = await postJob(stage, twoLots);
    const lotId = await finaliseTiles(stage, job);
    const { assemblyOpenedAt } = await escrow.read.jobs([job.jobId]);
    const { deadline } = job.terms.order;
    const late = deadline - span + 1;
    const fresh = await postJob(stage, twoLots);
    const shut = lotIdOf(fresh.jobId, 2);
    const given = () => ({ terms: job.terms, lotId, caller: key, at: assemblyOpenedAt + 600, minPay: 0n });
    const price = parseEther("0.1");
    const faults: Fault<ReturnType<typeof given>>[] = [
      ...beginning<ReturnType<typeof given>>(),
      { name: "NotAKey", args: () => [artist.account.address], make: (g) => (g.caller = artist) },
      { name: "WrongJobState", args: () => [3, 1], make: () => closes(fresh) },
      {
        name: "WrongLotState",
        args: () => [1, 0],
        make: () => storage.setLot(shut, { state: 1, attempt: 65_535, time: 9 }),
      },
      { name: "AssemblyNotOpen", args: () => [0n, 2n], make: rejoined(fresh, shut) },
      {
        name: "AttemptsExhausted",
        args: () => [lotId],
        make: () => storage.setLot(lotId, { state: 0, attempt: 65_535, time: assemblyOpenedAt }),
      },
      {
        name: "DeadlineTooNear",
        args: () => [BigInt(deadline), BigInt(deadline + 1)],
        make: (g) => (g.at = late),
      },
      {
        name: "PriceTooLow",
        args: () => [price, price + 1n],
        make: (g) => (g.minPay = price + 1n),
      },
      { name: "StakeTooLow", args: () => [1n, 5n * price], make: (g) => (g.caller = poor) },
    ];
    await checkedInOrder(stage, given, faults, async ({ terms, lotId, caller, at, minPay }) => {
      await stage.nextAt(at);
      await escrow.write.claim([terms, lotId, minPay], { account: caller.account });
      return undefined;
    });
  });

  it("is that of the rules at submit", async () => {
    const job = await postJob(stage);
    const { claim, due } = await claimJob(stage, job);
    const open = await postJob(stage);
    const given = () => ({
      ...{ terms: job.terms, lotId: job.lotId, caller: key, at: due - 1, claim },
      ...resultFor(stage, job, claim.operator),
    });
    const faults: Fault<ReturnType<typeof given>>[] = [
      ...beginning<ReturnType<typeof given>>(),
      { name: "WrongLotState", args: () => [0, 1], make: rejoined(open, open.lotId) },
      { name: "ClaimMismatch", make: (g) => (g.claim = { ...claim, openSeconds: 1 }) },
      {
        name: "NotTheOperator",
        args: () => [noClaim.operator, claim.operator],
        make: (g) => (g.caller = stranger),
      },
      { name: "PastDue", args: () => [BigInt(due)], make: (g) => (g.at = due) },
      { name: "DigestIsZero", make: (g) => (g.outputRoot = zeroHash) },
    ];
    await checkedInOrder(stage, given, faults, async (g) => {
      await stage.nextAt(g.at);
      await escrow.write.submit([g.terms, g.lotId, g.claim, g.outputRoot, g.metadataDigest, g.seal], {
        account: g.caller.account,
      });
      return undefined;
    });
  });

  it("is that of the rules at assemble", async () => {
    const job = await postJob(stage, twoLots);
    const assembly = await finaliseTiles(stage, job);
    const { assemblyOpenedAt } = await escrow.read.jobs([job.jobId]);
    const opensAt = assemblyOpenedAt + windowSeconds;
    const whole = await postJob(stage);
    const fresh = await postJob(stage, twoLots);
    const shut = lotIdOf(fresh.jobId, 2);
    const given = () => ({
      ...{ terms: job.terms, jobId: job.jobId, caller: artist, at: opensAt },
      ...resultFor(stage, job, artist.account.address, 0, assembly),
    });
    type Assembling = ReturnType<typeof given>;
    const instead = (other: Job) => (g: Assembling) =>
      Object.assign(g, { terms: other.terms, jobId: other.jobId });
    const faults: Fault<Assembling>[] = [
      { name: "TermsMismatch", make: (g) => (g.jobId += 90n) },
      { name: "UnknownLot", args: () => [lotIdOf(whole.jobId, 1)], make: instead(whole) },
      { name: "NotTheArtist", args: () => [key.account.address], make: (g) => (g.caller = key) },
      { name: "WrongJobState", args: () => [3, 1], make: () => closes(fresh) },
      {
        name: "WrongLotState",
        args: () => [1, 0],
        make: () => storage.setLot(shut, { state: 1, attempt: 65_535, time: 9 }),
      },
      { name: "AssemblyNotOpen", args: () => [0n, 2n], make: instead(fresh) },
      {
        name: "AttemptsExhausted",
        args: () => [assembly],
        make: () => storage.setLot(assembly, { state: 0, attempt: 65_535, time: assemblyOpenedAt }),
      },
      { name: "TooEarly", args: () => [BigInt(opensAt)], make: (g) => (g.at = opensAt - 1) },
      { name: "DigestIsZero", make: (g) => (g.seal = zeroHash) },
    ];
    await checkedInOrder(stage, given, faults, async (g) => {
      await stage.nextAt(g.at);
      await escrow.write.assemble([g.terms, g.jobId, g.outputRoot, g.metadataDigest, g.seal], {
        account: g.caller.account,
      });
      return undefined;
    });
  });

  it("is that of the rules at finalise", async () => {
    const [first, second] = (await hire(stage, 2)) as [Attester, Attester];
    const open = await postJob(stage);
    const lot = await submittedLot(stage);
    await attestLot(stage, lot, first, 20);
    const { probe, tileProbes } = probesOf(4);
    const opensAt = lot.submittedAt + windowSeconds;
    const { seal } = resultFor(stage, lot.job, lot.claim.operator);
    const given = () => ({
      ...{ terms: lot.job.terms, lotId: lot.lotId, caller: stranger, at: opensAt },
      ...{ claim: lot.claim, submission: lot.submission, probe, tileProbes },
    });
    type Finalising = ReturnType<typeof given> & { claim: Claim; submission: Submission };
    const faults: Fault<Finalising>[] = [
      ...beginning<Finalising>(),
      { name: "WrongLotState", args: () => [0, 2], make: rejoined(open, open.lotId) },
      { name: "ClaimMismatch", make: (g) => (g.submission = { ...g.submission, l2Block: 1n }) },
      {
        name: "TooLate",
        args: () => [BigInt(opensAt + graceSeconds)],
        make: (g) => (g.at = opensAt + graceSeconds),
      },
      { name: "SealMismatch", args: (g) => [seal, sealWith(g.probe)], make: (g) => (g.probe = zeroHash) },
      { name: "TileProbesMismatch", make: (g) => (g.tileProbes = []) },
      { name: "TooEarly", args: () => [BigInt(opensAt)], make: (g) => (g.at = opensAt - 1) },
      { name: "VoteLost", args: () => [1n, 1n], make: () => attestLot(stage, lot, second, 60, "objects") },
    ];
    const sealWith = (probe: Hex) =>
      resultFor(stage, lot.job, lot.claim.operator, 0, lot.lotId, { probe, tileProbes }).seal;
    await checkedInOrder(stage, given, faults, async (g) => {
      await stage.nextAt(g.at);
      await escrow.write.finalise([g.terms, g.lotId, g.claim, g.submission, g.probe, g.tileProbes], {
        account: g.caller.account,
      });
      return undefined;
    });
  });

  it("is that of the rules at expire, of lots in each state", async () => {
    const lot = await submittedLot(stage, 0);
    const expiresAt = lot.submittedAt + windowSeconds + graceSeconds;
    const open = await postJob(stage);
    const held = await postJob(stage);
    const { claim, due } = await claimJob(stage, held);
    const given = () => ({
      ...{ terms: lot.job.terms, lotId: lot.lotId, caller: stranger, at: Math.max(expiresAt, due) },
      ...{ claim: lot.claim, submission: lot.submission },
    });
    type Expiring = ReturnType<typeof given> & { claim: Claim; submission: Submission };
    const expires = async (g: Expiring) => {
      await stage.nextAt(g.at);
      const expiry = { lotId: g.lotId, claim: g.claim, submission: g.submission };
      await escrow.write.expire([g.terms, [expiry]], { account: g.caller.account });
      return undefined;
    };
    const submitted: Fault<Expiring>[] = [
      ...beginning<Expiring>(),
      { name: "WrongJobState", args: () => [1, 3], make: rejoined(open, open.lotId) },
      { name: "ClaimMismatch", make: (g) => (g.claim = { ...g.claim, price: 1n }) },
      { name: "TooEarly", args: () => [BigInt(expiresAt)], make: (g) => (g.at = expiresAt - 1) },
    ];
    await checkedInOrder(stage, given, submitted, expires);
    const claimed: Fault<Expiring>[] = [
      ...beginning<Expiring>(),
      { name: "ClaimMismatch", make: (g) => (g.claim = noClaim) },
      { name: "TooEarly", args: () => [BigInt(due)], make: (g) => (g.at = due - 1) },
    ];
    const ofClaimed = () => ({
      ...given(),
      terms: held.terms,
      lotId: held.lotId,
      claim,
      submission: noSubmission,
    });
    await checkedInOrder(stage, ofClaimed, claimed, expires);
  });

  it("is that of the rules at close", async () => {
    const job = await postJob(stage, twoLots);
    const idle = await postJob(stage, twoLots);
    const closed = await postJob(stage);
    await closes(closed);
    const { deadline } = idle.terms.order;
    const given = () => ({ terms: idle.terms, jobId: idle.jobId, caller: stranger, at: deadline });
    await bringLot(stage, job);
    const ready = await postJob(stage, twoLots);
    await finaliseTiles(stage, ready);
    type Closing = ReturnType<typeof given>;
    const instead = (other: Job) => (g: Closing) =>
      Object.assign(g, { terms: other.terms, jobId: other.jobId });
    const faults: Fault<Closing>[] = [
      { name: "TermsMismatch", make: (g) => (g.jobId += 90n) },
      { name: "WrongJobState", args: () => [3, 1], make: instead(closed) },
      { name: "NotTheArtist", args: () => [stranger.account.address], make: instead(ready) },
      { name: "TooEarly", args: () => [BigInt(deadline)], make: (g) => (g.at = deadline - 1) },
    ];
    await checkedInOrder(stage, given, faults, async (g) => {
      await stage.nextAt(g.at);
      await escrow.write.close([g.terms, g.jobId], { account: g.caller.account });
      return undefined;
    });
  });
});
