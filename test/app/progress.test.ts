import assert from "node:assert/strict";
import { test } from "node:test";
import type { GraphitiError } from "@graphiti/protocol/errors.ts";
import { type Progress, signProgress } from "@graphiti/protocol/progress.ts";
import { lotIdOf } from "@graphiti/protocol/terms.ts";
import { type Address, getAddress, zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { JobView, LotView } from "../../app/_data/views.ts";
import { acceptProgress, type ProgressWitness } from "../../app/_server/accept-progress.ts";
import { ProgressHub, type ReportedProgress } from "../../app/_server/progress-hub.ts";

const node = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());
const operator = getAddress(`0x${"11".repeat(20)}`);
const domain = { chainId: 31337, escrow: zeroAddress };
const nowMs = 1_800_000_000_000;
const lotId = lotIdOf(7n, 0).toString();

const report = (change: Partial<Progress> = {}): Progress => ({
  jobId: "7",
  lotId,
  attempt: 0,
  phase: "computing",
  tilesDone: 1,
  tiles: 4,
  sentAt: nowMs,
  ...change,
});

function witness(lot: Partial<LotView>, operators: Record<Address, Address> = {}): ProgressWitness {
  const lots = [{ lotId, attempt: 0, tiles: 4, ...lot }] as LotView[];
  return {
    domain,
    nowMs,
    jobOf: async (jobId) => (jobId === "7" ? ({ jobId, tiles: 6, lots } as JobView) : undefined),
    operatorOf: async (key) => operators[key],
  };
}

const claimed = { state: "claimed", key: node.address, operator } as const;
const signed = async (progress: Progress, by = node) => ({
  progress,
  signature: await signProgress(by, domain, progress),
});
const refusedWith = (code: string) => (thrown: unknown) => (thrown as GraphitiError).code === code;

test("a report by the key that claimed is taken", async () => {
  const taken = await acceptProgress(await signed(report()), witness(claimed));
  assert.deepEqual(taken, { ...report(), key: node.address, receivedAt: nowMs });
});

test("after a rotation another key of the same operator may report", async () => {
  const body = await signed(report(), stranger);
  const taken = await acceptProgress(body, witness(claimed, { [stranger.address]: operator }));
  assert.equal(taken.key, stranger.address);
});

test("nobody else may report: not a stranger, not another operator's key", async () => {
  const body = await signed(report(), stranger);
  await assert.rejects(acceptProgress(body, witness(claimed)), refusedWith("PROGRESS_REFUSED"));
  const other = witness(claimed, { [stranger.address]: zeroAddress });
  await assert.rejects(acceptProgress(body, other), refusedWith("PROGRESS_REFUSED"));
});

test("before the claim any operator's key may say that it is looking", async () => {
  const open = witness({ state: "open" }, { [node.address]: operator });
  await acceptProgress(await signed(report({ phase: "verifying", tilesDone: 0 })), open);
  await assert.rejects(
    acceptProgress(await signed(report(), stranger), open),
    refusedWith("PROGRESS_REFUSED"),
  );
});

test("a changed report, an old one and one from the future are refused", async () => {
  const { signature } = await signed(report());
  const changed = { progress: report({ tilesDone: 3 }), signature };
  await assert.rejects(acceptProgress(changed, witness(claimed)), refusedWith("PROGRESS_REFUSED"));
  for (const sentAt of [nowMs - 6 * 60_000, nowMs + 2 * 60_000])
    await assert.rejects(
      acceptProgress(await signed(report({ sentAt })), witness(claimed)),
      refusedWith("PROGRESS_REFUSED"),
    );
});

test("nobody can silence a lot by an attempt that has not come, nor report one that has ended", async () => {
  const second = witness({ ...claimed, attempt: 1 });
  await acceptProgress(await signed(report({ attempt: 1 })), second);
  for (const attempt of [2, 0xffff])
    await assert.rejects(
      acceptProgress(await signed(report({ attempt })), second),
      (thrown: GraphitiError) => thrown.code === "NOT_FOUND" && thrown.retryable,
    );
  await assert.rejects(
    acceptProgress(await signed(report({ attempt: 0 })), second),
    refusedWith("PROGRESS_REFUSED"),
  );
});

test("a report counts the tiles of the lot or of its job, no others", async () => {
  await acceptProgress(await signed(report({ tiles: 6, tilesDone: 6 })), witness(claimed));
  await assert.rejects(
    acceptProgress(await signed(report({ tiles: 5 })), witness(claimed)),
    refusedWith("PROGRESS_REFUSED"),
  );
});

test("what is malformed is refused before anything is looked up", async () => {
  const foreign = report({ lotId: lotIdOf(8n, 0).toString() });
  for (const body of [
    null,
    {},
    { progress: report(), signature: "0x12" },
    await signed(foreign),
    await signed(report({ tilesDone: 5 })),
  ])
    await assert.rejects(acceptProgress(body, witness(claimed)), refusedWith("BAD_INPUT"));
});

const reported = (lot: string, sentAt: number, attempt = 0): ReportedProgress => ({
  ...report({ lotId: lot, sentAt, attempt }),
  key: node.address,
  receivedAt: 0,
});

test("the hub keeps the newest report of a lot and never goes back an attempt", () => {
  const hub = new ProgressHub();
  assert.equal(hub.publish(reported("1", 20)), true);
  assert.equal(hub.publish(reported("1", 10)), false);
  assert.equal(hub.publish(reported("1", 30, 1)), true);
  assert.equal(hub.publish(reported("1", 40, 0)), false);
  assert.deepEqual(hub.ofJob("7"), [reported("1", 30, 1)]);
});

test("the hub is bounded: the lots heard of longest ago go first", () => {
  const hub = new ProgressHub(3);
  for (const lot of ["1", "2", "3"]) hub.publish(reported(lot, 1));
  hub.publish(reported("1", 2));
  hub.publish(reported("4", 1));
  assert.deepEqual(
    hub.ofJob("7").map((each) => each.lotId),
    ["3", "1", "4"],
  );
});

test("listeners hear of their job only, and not after they have left", () => {
  const hub = new ProgressHub();
  const heard: string[] = [];
  const leave = hub.subscribe("7", (progress) => heard.push(progress.lotId));
  hub.publish(reported("1", 1));
  hub.publish({ ...reported("2", 1), jobId: "8" });
  leave();
  hub.publish(reported("3", 1));
  assert.deepEqual(heard, ["1"]);
});
