import { lotIdOf } from "@graphiti/protocol/terms.ts";
import { concat, type Hash, keccak256, toHex } from "viem";
import { attestationOf, sendAttest } from "./attest.ts";
import { type Attester, hire } from "./crew.ts";
import { claimJob, digest, inputCid, type Job, orderOf, postJob, submitJob, workOf } from "./jobs.ts";
import { expireLots, finaliseLot, type SubmittedLot } from "./lots.ts";
import { coldWindowSeconds, type Stage } from "./stage.ts";

type Gas = Record<string, number>;

const mostLots = 64;
const mostTiles = 128;
const mostSeats = 10;
const day = 86_400;
const prices = { minPrice: 6_400n, maxPrice: 6_400n };
/** Five attesters, and a class whose window leaves time for all of them. */
const panel = { ...prices, attesters: 5, finalityClass: 2 };

async function submitted(stage: Stage, job: Job, index: number): Promise<SubmittedLot> {
  const lotId = lotIdOf(job.jobId, index);
  const { claim } = await claimJob(stage, job, { at: (await stage.now()) + 1, lotId });
  const at = (await stage.now()) + 1;
  const { submission, submittedAt } = await submitJob(stage, job, claim, { at, lotId });
  return { job, lotId, attempt: 0, claim, submission, submittedAt };
}

/** Seats for all in each lot; gives the last batch, which meets the fullest panels. */
async function fill(stage: Stage, lots: readonly SubmittedLot[], crew: readonly Attester[], object: boolean) {
  let last: Hash = "0x";
  // All twelve are drawn by then.
  await stage.nextAt((await stage.now()) + 90);
  await stage.tester.mine({ blocks: 2 });
  for (const attester of crew) {
    const batch = [];
    for (const lot of lots)
      batch.push(await attestationOf(stage, lot, attester.account.address, object ? "objects" : "agrees"));
    last = await sendAttest(stage, attester, batch, (await stage.now()) + 1);
  }
  for (const { lotId } of lots)
    if ((await stage.escrow.read.panels([lotId]))[3].length !== mostSeats) throw new Error("a seat is empty");
  return last;
}

async function postMost(stage: Stage, mostPostings: number): Promise<Hash> {
  const at = (await stage.now()) + 10;
  const full = (text: string) => keccak256(toHex(text));
  const work = {
    ...workOf(stage),
    params: full("params"),
    inputRoot: full("root"),
    inputDigest: full("input"),
    cardDigest: full("card"),
  };
  const posting = { order: orderOf(stage, at, prices), work };
  const postings = Array(mostPostings).fill({ ...posting, inputCid: inputCid.padEnd(100, "a") });
  await stage.nextAt(at);
  return stage.escrow.write.postMany([postings], {
    account: stage.artist.account,
    value: 6_400n * BigInt(mostPostings),
  });
}

/** Lots of as many jobs: a first seat in each costs more than a later one, which finds the seed drawn. */
async function attestMost(stage: Stage, count: number, attester: Attester): Promise<Hash> {
  const deadline = (await stage.now()) + 80 * day;
  const lots = [];
  for (let index = 0; index < count; index++) {
    const job = await postJob(stage, { order: { ...panel, sampleTiles: 2, deadline } });
    lots.push(await submitted(stage, job, 0));
  }
  await stage.nextAt((await stage.now()) + 90);
  await stage.tester.mine({ blocks: 2 });
  const batch = [];
  for (const lot of lots) batch.push(await attestationOf(stage, lot, attester.account.address));
  const hash = await sendAttest(stage, attester, batch, (await stage.now()) + 1);
  for (const { lotId } of lots)
    if ((await stage.escrow.read.panels([lotId]))[3].length !== 1) throw new Error("a seat is empty");
  return hash;
}

/** The largest transactions that the rules allow. */
export async function measureLargest(stage: Stage): Promise<Gas> {
  const gas: Gas = {};
  const note = async (scenario: string, hash: Hash) => {
    gas[`largest: ${scenario}`] = Number((await stage.receipt(hash)).gasUsed);
  };
  const crew = await hire(stage, mostSeats, 2);
  const mostOfBatch = await stage.escrow.read.MAX_BATCH();
  await note(`postMany of ${mostOfBatch}`, await postMost(stage, mostOfBatch));

  const deadline = (await stage.now()) + 80 * day;
  const wide = await postJob(stage, {
    order: { ...panel, sampleTiles: 1, tilesPerLot: 1, claimSeconds: 1_400, deadline },
    work: { width: 512 * mostLots, height: 512 },
  });
  const lots = [];
  for (let index = 0; index < mostLots; index++) lots.push(await submitted(stage, wide, index));
  await note("attest of 64, tenth seats", await fill(stage, lots, crew, true));
  const closesAt = (lots.at(-1)?.submittedAt ?? 0) + coldWindowSeconds + stage.graceSeconds;
  await note("expire of 64, ten seats each", await expireLots(stage, lots, closesAt));

  const deep = await postJob(stage, {
    order: {
      ...{ ...panel, sampleTiles: mostTiles, tilesPerLot: mostTiles, claimSeconds: 1_400 },
      deadline: (await stage.now()) + 80 * day,
    },
    work: { width: 512 * mostTiles, height: 512 },
  });
  const lot = await submitted(stage, deep, 0);
  await fill(stage, [lot], crew, false);
  const tileProbes = Array.from({ length: mostTiles }, (_, tile) => digest(`probe ${tile}`));
  const probes = { tileProbes, probe: keccak256(concat(tileProbes)) };
  await note(
    "finalise of 128 tiles, ten seats",
    await finaliseLot(stage, lot, (await stage.now()) + 1, probes),
  );

  const [attester] = crew as [Attester];
  await note(`attest of ${mostOfBatch}, first seats`, await attestMost(stage, mostOfBatch, attester));
  return gas;
}
