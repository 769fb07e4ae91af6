import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { parseEther, zeroHash } from "viem";
import {
  dropsOfAccount,
  getDrop,
  listDrops,
  newestSoldWorks,
  worksOfBuyer,
  worksToDo,
} from "../../app/_data/drops.ts";
import { exploreTokens } from "../../app/_data/explore.ts";
import { getJob, listJobsOf } from "../../app/_data/jobs.ts";
import { dev } from "./support/chain-client.ts";
import { assertSameAsChain } from "./support/compare.ts";
import { assertSameDrop, entriesOf } from "./support/compare-drop.ts";
import { DropPlay } from "./support/drop-play.ts";
import { windowSeconds } from "./support/local-times.ts";
import type { Job } from "./support/play.ts";
import { Stage } from "./support/stage.ts";

const parties = Object.values(dev).map(({ address }) => address);
const { artist, collector, doubter } = dev;

let stage: Stage;
let drop: DropPlay;
let jobs: Job[];

before(async () => {
  stage = await Stage.open();
  await stage.play.becomeOperator();
  await DropPlay.registerGenerator(stage.play);
  drop = await DropPlay.open(stage.play);
  await stage.startIndexer();
});

after(() => stage[Symbol.asyncDispose]());

async function mint(job: Job): Promise<void> {
  const submitted = await stage.play.submit(job, await stage.play.claim(job));
  await stage.play.pass(windowSeconds);
  await stage.play.finalise(job, submitted);
}

const toDo = async () => (await worksToDo(drop.address)).map(({ index }) => index);

/** Index and chain agree on the drop, on its jobs and on who has what in the escrow. */
async function assertSame(): Promise<void> {
  await stage.indexed();
  await assertSameDrop(drop, parties);
  await assertSameAsChain(stage.play, [...parties, drop.address]);
}

test("the index equals a drop when it has been opened and two have bought in it", async () => {
  await stage.indexed();
  await assertSameDrop(drop, parties);
  await drop.buy(collector, 200, 2, 5n);
  await assertSame();
  assert.equal((await getDrop(drop.address))?.soldOutAt, undefined);
  await drop.buy(doubter, 500);
  await assertSame();
  assert.deepEqual(await toDo(), [0, 1, 2]);
  const [first] = await worksOfBuyer(drop.address, collector.address);
  assert.deepEqual([first?.state, first?.priceWei], ["sold", String(parseEther("1.8"))]);
});

test("a work's job is its artist's, and the escrow's money for it is the drop's", async () => {
  jobs = await drop.post([0n, 1n, 2n]);
  await assertSame();
  const [job] = jobs as [Job];
  assert.equal(job.terms.artist, drop.address, "the escrow calls the drop the artist");
  assert.equal((await getJob(String(job.jobId)))?.artist, artist.address);
  assert.deepEqual((await listJobsOf(drop.address)).items, []);
  assert.deepEqual(await toDo(), [], "all are being computed");
  const posted = await newestSoldWorks(drop.address);
  assert.deepEqual(
    posted.toReversed().map(({ jobId, jobState }) => [jobId, jobState]),
    jobs.map(({ jobId }) => [String(jobId), "live"]),
  );
});

test("the index equals a drop whose works have minted and failed, and were settled", async () => {
  const [minted, failed, late] = jobs as [Job, Job, Job];
  await mint(minted);
  await mint(late);
  await stage.indexed();
  const [work] = await worksOfBuyer(drop.address, collector.address);
  assert.deepEqual([work?.state, work?.jobState], ["posted", "minted"]);
  assert.deepEqual(await toDo(), [0, 2], "the one between them is still open");
  const made = await exploreTokens({ artist: artist.address, sort: "newest" }, { skip: 0, take: 9 });
  assert.deepEqual(
    made.tokens.map(({ tokenId, owner }) => [tokenId, owner]),
    [
      [String(late.jobId), doubter.address],
      [String(minted.jobId), collector.address],
    ],
  );
  await stage.play.pass(86_400);
  await stage.play.close(failed);
  await stage.play.expire(failed);
  await stage.indexed();
  assert.deepEqual(await toDo(), [0, 1, 2]);
  await drop.call(dev.checker, "settle", [[0n, 1n]]);
  await assertSame();
  assert.deepEqual(await toDo(), [2]);
});

test("what was paid too much, the rest and what was taken out are told, each with its cause", async () => {
  await drop.call(dev.checker, "creditExcess", [collector.address]);
  await drop.call(collector, "withdraw", [collector.address]);
  await drop.call(dev.checker, "settle", [[2n]]);
  await drop.call(dev.checker, "creditRest", []);
  await drop.call(artist, "withdraw", [artist.address]);
  await assertSame();
  const entries = await entriesOf(drop.address);
  assert.deepEqual(
    entries.map(({ account, reason }) => [account === artist.address ? "artist" : "buyer", reason]),
    [
      ["buyer", "change"],
      ["artist", "minted"],
      ["buyer", "refund"],
      ["buyer", "excess"],
      ["buyer", "withdrawn"],
      ["artist", "minted"],
      ["artist", "rest"],
      ["artist", "withdrawn"],
    ],
  );
  assert.equal(entries[3]?.amount, String(parseEther("0.6")), "two works at 1.8 clear at 1.5");
});

test("an account's drops are those that it bought in, or that owe it something", async () => {
  assert.deepEqual(await dropsOfAccount(collector.address), [
    { drop: drop.address, works: 2, creditWei: "0" },
  ]);
  assert.deepEqual(await dropsOfAccount(artist.address), [], "all of its credit is taken out");
  const [part] = await dropsOfAccount(doubter.address);
  assert.deepEqual([part?.drop, part?.works], [drop.address, 1]);
});

test("drops are listed, the newest first, and by artist", async () => {
  const other = await DropPlay.open(stage.play, { supply: 9, allowRoot: `0x${"a1".repeat(32)}` });
  await stage.indexed();
  const { items } = await listDrops();
  assert.deepEqual(
    items.map(({ address, allowRoot }) => [address, allowRoot]),
    [
      [other.address, `0x${"a1".repeat(32)}`],
      [drop.address, zeroHash],
    ],
  );
  assert.deepEqual((await listDrops({ artist: collector.address })).items, []);
  assert.equal((await listDrops({ artist: artist.address })).items.length, 2);
});
