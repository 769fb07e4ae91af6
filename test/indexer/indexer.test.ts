import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { zeroAddress } from "viem";
import { getCredit, listCreditEntries } from "../../app/_data/credits.ts";
import { indexerHealth, networkStats } from "../../app/_data/health.ts";
import { getJob, listJobs, listJobsOf } from "../../app/_data/jobs.ts";
import { type HistoryPart, listLocks, listSteps } from "../../app/_data/operator-record.ts";
import { getOperator } from "../../app/_data/operators.ts";
import { listServices } from "../../app/_data/services.ts";
import { getToken, listTokens } from "../../app/_data/tokens.ts";
import { dev } from "./support/chain-client.ts";
import { assertSameAsChain } from "./support/compare.ts";
import { service } from "./support/deploy.ts";
import { endings, endingsAtZero, hostileCid, parties, type Scene } from "./support/scenes.ts";
import { Stage } from "./support/stage.ts";
import { until } from "./support/until.ts";

let stage: Stage;
/** Without those that nobody has reaped. */
const alive = (pid: number) =>
  existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));

before(async () => {
  stage = await Stage.open();
  await stage.startIndexer();
});

after(() => stage[Symbol.asyncDispose]());

function testScene({ title, run }: Scene): void {
  test(`the index equals the contracts when ${title}`, async () => {
    await run(stage.play);
    await stage.indexed();
    await assertSameAsChain(stage.play, parties);
  });
}

for (const scene of endings) testScene(scene);

test("what a reorganised chain has lost is lost from the index too", async () => {
  const id = await stage.client.snapshot();
  await stage.play.mint();
  await stage.indexed();
  assert.equal((await getToken("20"))?.tokenId, "20");
  await stage.client.revert({ id });
  await stage.play.pass(1);
  await until("the token gone", async () => (await getToken("20")) === undefined);
  await assertSameAsChain(stage.play, parties);
});

test("a lot's late fee, attempts and accumulated opening time are shown", async () => {
  const job = await getJob("2");
  const [lot] = job?.lots ?? [];
  assert(job && lot?.openSeconds);
  assert.equal(lot.attempt, 1);
  assert.equal(lot.lateFeeWei, String(BigInt(job.maxPriceWei) / 4n));
  assert(lot.openSeconds >= 17 && lot.openSeconds < 30, `open for ${lot.openSeconds} s in two attempts`);
});

test("transactions are listed once each, though finalising also mints", async () => {
  const job = await getJob("2");
  const kinds = job?.transactions.map(({ kind }) => kind);
  assert.deepEqual(kinds, ["posted", "claimed", "expired", "claimed", "submitted", "finalised"]);
  const refunded = await getJob("4");
  assert.deepEqual(
    refunded?.transactions.map(({ kind }) => kind),
    ["posted", "claimed", "closed", "expired"],
  );
});

test("a hostile content id is stored without its NULs and breaks nothing", async () => {
  const { items } = await listJobs();
  assert(items.some(({ inputCid }) => inputCid === hostileCid.replaceAll("\0", "")));
});

test("lists are cut into pages, newest first", async () => {
  const whole = await listJobs();
  assert.equal(whole.nextCursor, undefined);
  const ids = whole.items.map(({ jobId }) => Number(jobId));
  assert.deepEqual(ids, [19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  const first = await listJobs({ limit: 12 });
  const second = await listJobs({ limit: 12, cursor: first.nextCursor });
  assert.deepEqual([...first.items, ...second.items], whole.items);
  assert.equal(second.nextCursor, undefined);
  const exact = await listJobs({ limit: 19 });
  assert.deepEqual(exact, whole);
  await assert.rejects(listJobs({ cursor: "1 or 1" }), { code: "BAD_INPUT" });
});

test("addresses are understood in any case, and given back checksummed", async () => {
  const { address } = dev.artist;
  for (const spelling of [address, address.toLowerCase(), `0x${address.slice(2).toUpperCase()}`]) {
    const { items } = await listJobsOf(spelling);
    assert.equal(items.length, 19);
    assert.equal(items[0]?.artist, address);
    assert.equal((await getCredit(spelling)).account, address);
  }
  assert.deepEqual((await listJobsOf(dev.collector.address)).items, []);
  assert.equal((await getOperator(dev.operator.address.toLowerCase()))?.keys[0]?.address, dev.key.address);
});

test("an operator's history adds up to what it has, and its locks to what is locked", async () => {
  const { address } = dev.operator;
  const view = await getOperator(address);
  assert(view);
  const { items, nextCursor } = await listSteps(address, { limit: 100 });
  assert.equal(nextCursor, undefined);
  const sum = (kind: string) =>
    items.reduce((total, step) => total + (step.kind === kind ? BigInt(step.amountWei ?? 0) : 0n), 0n);
  assert.equal(sum("staked") - sum("unstakeRequested") - sum("late"), BigInt(view.stakeWei));
  assert.equal(sum("unstakeRequested") - sum("unstaked"), BigInt(view.unbondingWei));
  assert.equal(sum("late"), BigInt(view.lateFeesWei));
  assert.equal(sum("paid") + sum("paidForCheck"), BigInt(view.earnedWei));
  assert.equal(
    sum("paid") + sum("paidForCheck") - sum("withdrawn"),
    BigInt((await getCredit(address)).amountWei),
  );
  assert.equal(items.filter(({ kind }) => kind === "paid").length, view.finalLots);
  const locks = await listLocks(address);
  assert.deepEqual(
    locks.map(({ jobId, kind, state }) => ({ jobId, kind, state })),
    [
      { jobId: "8", kind: "bond", state: "claimed" },
      { jobId: "9", kind: "bond", state: "submitted" },
      { jobId: "11", kind: "bond", state: "submitted" },
      { jobId: "12", kind: "bond", state: "submitted" },
      { jobId: "18", kind: "bond", state: "submitted" },
    ],
  );
  assert.deepEqual(await listLocks(dev.collector.address), []);
});

test("a checker's record tells what was right, what was passed by and why", async () => {
  const { address } = dev.checker;
  const view = await getOperator(address);
  assert.deepEqual([view?.checkedLots, view?.differedLots], [3, 1]);
  const { items } = await listSteps(address, { part: "checks", limit: 100 });
  assert.deepEqual(
    items.filter(({ kind }) => kind === "passedBy").map(({ jobId, reason }) => `${jobId} ${reason}`),
    ["12 seedGone", "10 alreadyAttested"],
  );
  assert.deepEqual(
    (await listLocks(address)).map(({ jobId, kind }) => `${jobId} ${kind}`),
    ["11 seal", "19 bond"],
  );
});

test("seals are told with their age, what became of them and what they were paid", async () => {
  const agreed = (await getJob("10"))?.lots[0]?.seals ?? [];
  assert.deepEqual(
    agreed.map(({ operator, agreed, isObjection }) => ({ operator, agreed, isObjection })),
    [dev.checker, dev.doubter].map(({ address: operator }) => ({
      operator,
      agreed: true,
      isObjection: false,
    })),
  );
  assert(agreed.every(({ payWei, age }) => BigInt(payWei ?? 0) > 0n && age >= 20));
  const lost = await getJob("13");
  assert.deepEqual([lost?.lots[0]?.state, lost?.lots[0]?.attempt, lost?.lots[0]?.seals], ["open", 1, []]);
  assert.equal((await getJob("11"))?.lots[0]?.isCold, true);
  assert((await getJob("12"))?.lots[0]?.target);
});

test("a job of several lots tells of each, and of the joining", async () => {
  const job = await getJob("14");
  assert.deepEqual(
    job?.lots.map(({ kind, firstTile, tiles }) => ({ kind, firstTile, tiles })),
    [
      { kind: "tiles", firstTile: 0, tiles: 2 },
      { kind: "tiles", firstTile: 2, tiles: 1 },
      { kind: "assembly", firstTile: 0, tiles: 1 },
    ],
  );
  const shares = job?.lots.reduce((sum, { shareWei }) => sum + BigInt(shareWei), 0n);
  assert.equal(String(shares), job?.maxPriceWei);
  const byArtist = (await getJob("15"))?.lots[2];
  assert.deepEqual(
    [byArtist?.state, byArtist?.operator, byArtist?.operatorPayWei],
    ["final", undefined, "0"],
  );
});

test("credit tells where it came from, newest first and in pages", async () => {
  const { address } = dev.artist;
  const { items } = await listCreditEntries(address, { limit: 900 });
  assert.deepEqual([...new Set(items.map(({ reason }) => reason))].sort(), [
    "lateFee",
    "refund",
    "unspent",
    "withdrawn",
  ]);
  assert.deepEqual(items.find(({ reason }) => reason === "refund")?.jobId, "16");
  const first = await listCreditEntries(address, { limit: 4 });
  const rest = await listCreditEntries(address, { limit: 900, cursor: first.nextCursor });
  assert.deepEqual([...first.items, ...rest.items], items);
  assert((await listCreditEntries(zeroAddress)).items.every(({ reason }) => reason === "burned"));
});

test("an operator's history is cut into pages and parts, newest first", async () => {
  const { address } = dev.operator;
  const whole = await listSteps(address, { limit: 100 });
  const first = await listSteps(address, { limit: 7 });
  const rest = await listSteps(address, { limit: 100, cursor: first.nextCursor });
  assert.deepEqual([...first.items, ...rest.items], whole.items);
  assert.deepEqual((await listSteps(address, { limit: 100, cursor: "no cursor" })).items, whole.items);
  const kindsOf = async (part: HistoryPart) =>
    (await listSteps(address, { part, limit: 100 })).items.map(({ kind }) => kind);
  assert.deepEqual(await kindsOf("keys"), ["keyRegistered", "keyStopped", "keyRegistered"]);
  assert.deepEqual(new Set(await kindsOf("earnings")), new Set(["paid", "late", "withdrawn"]));
  assert.deepEqual(
    (await listSteps(dev.artist.address)).items,
    [],
    "an artist's withdrawal is no operator's step",
  );
});

test("tokens are listed, also by owner", async () => {
  const ids = async (owner?: string) =>
    (await listTokens({ ...(owner && { owner }) })).items.map(({ tokenId }) => tokenId);
  assert.deepEqual(await ids(), ["15", "14", "10", "2", "1"]);
  assert.deepEqual(await ids(dev.collector.address), ["1"]);
  assert.deepEqual(await ids(dev.artist.address), ["15", "14", "10", "2"]);
});

test("services, figures and health are told", async () => {
  const [only, ...others] = await listServices();
  assert.deepEqual(only, { serviceId: 1, name: "faithful-x2", modelCid: "b".repeat(59), ...service });
  assert.deepEqual(others, []);
  const { paidWei, ...stats } = await networkStats();
  assert.deepEqual(stats, { jobs: 19, liveJobs: 10, tokens: 5, operators: 3, tiles: 19 });
  const earned = await Promise.all(
    [dev.operator, dev.checker, dev.doubter].map(
      async ({ address }) => (await getOperator(address))?.earnedWei,
    ),
  );
  assert.equal(
    BigInt(paidWei),
    earned.reduce((sum, wei) => sum + BigInt(wei ?? 0), 0n),
  );
  const health = await indexerHealth();
  assert.equal(health.ready, true);
  assert.equal(health.chainId, 31337);
});

test("what does not exist is undefined, or zero", async () => {
  for (const id of ["0", "20", "-1", "x", "9".repeat(80)]) {
    assert.equal(await getJob(id), undefined);
    assert.equal(await getToken(id), undefined);
  }
  assert.equal(await getOperator(dev.treasury.address.replace("0xa", "0xb")), undefined);
  assert.equal((await getCredit(dev.key.address)).amountWei, "0");
});

for (const scene of endingsAtZero) testScene(scene);

test("0 wei are told as an amount like any other", async () => {
  const [checked] = (await getJob("21"))?.lots ?? [];
  assert.deepEqual([checked?.state, checked?.priceWei, checked?.operatorPayWei], ["final", "0", "0"]);
  assert.equal(checked?.artistRefundWei, "1");
  assert.deepEqual(
    checked?.seals.map(({ agreed, payWei }) => ({ agreed, payWei })),
    [
      { agreed: true, payWei: "0" },
      { agreed: true, payWei: "0" },
    ],
  );
  const [claimed] = (await getJob("20"))?.lots ?? [];
  assert.deepEqual([claimed?.state, claimed?.attempt, claimed?.shareWei], ["claimed", 1, "0"]);
  const newcomer = await getOperator(dev.treasury.address);
  assert.deepEqual([newcomer?.number, newcomer?.stakeWei, newcomer?.lockedWei], [undefined, "0", "0"]);
});

test("it stops at once, leaves no process, and keeps its state over a restart", async () => {
  const children = stage.indexer.children();
  assert.equal(children.length, 1);
  const begun = performance.now();
  assert.equal(await stage.indexer.stop(), 0);
  assert(performance.now() - begun < 3_000);
  assert(!children.some(alive));
  await assert.rejects(getJob("1"), { code: "INDEXER_UNREACHABLE", retryable: true });

  await stage.play.mint();
  await stage.startIndexer();
  assert.doesNotMatch(stage.indexer.output, /from the beginning/);
  await assertSameAsChain(stage.play, parties);
});

test("killed, it leaves no process either, and makes its index anew from the past alone", async () => {
  const children = stage.indexer.children();
  await stage.indexer.stop("SIGKILL");
  await until("children gone", async () => !children.some(alive));
  await stage.startIndexer();
  assert.match(stage.indexer.output, /Indexing from the beginning/);
  await assertSameAsChain(stage.play, parties);
});

test("when the chain begins anew beneath it, only the new chain is served", async () => {
  const { port } = stage.anvil;
  const oldest = await getJob("1");
  await stage.anvil.stop("SIGKILL");
  assert.deepEqual(await getJob("1"), oldest, "an absent chain is no reset");

  await stage.startChain(port);
  await stage.play.post();
  await stage.indexer.ready(2);
  assert.match(stage.indexer.output, /The chain began anew/);
  await assertSameAsChain(stage.play, parties);
  const { items } = await listJobs();
  assert.deepEqual(
    items.map(({ jobId, state }) => ({ jobId, state })),
    [{ jobId: "1", state: "live" }],
  );
  assert.deepEqual((await listTokens()).items, []);
});
