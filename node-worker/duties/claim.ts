import { statfs } from "node:fs/promises";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { jobIdOf } from "@graphiti/protocol/terms.ts";
import { baseFeeWei } from "../chain/fees.ts";
import { mayPass } from "../chain/patience.ts";
import type { Engine } from "../engine/engine.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { LotRow } from "../journal/lot-rows.ts";
import { describe } from "../report/describe.ts";
import { judge, type Verdict, waitSecondsAt } from "./judge.ts";
import { lotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";
import { forgetLot, lookAgainMs, purpose } from "./reconcile.ts";
import { engineFor, fetchCard, verifyInput } from "./verify-input.ts";

const mostLotsInFlight = 16;
/** Encoding, storing and reading back, per million pixels of the result, and for each lot. */
const deliverySecondsPerMegapixel = 0.5;
const fixedSeconds = 15;

type OpenLot = {
  lot: LotRow;
  job: KnownJob;
  /** Unix seconds, moved on by the time in which the lot was not open. */
  openedAt: number;
  /** Opens a lot that another operator has left lying; without it the lot is open. */
  reopen?: () => Promise<void>;
};

/**
 * Looks at an open lot: judges it, fetches and verifies its input, judges again with the time that this took, and
 * claims it. The lot ends claimed, dropped with a reason, or due to be looked at again. One that another operator has
 * left lying is opened instead of claimed.
 */
export async function considerLot(node: NodeContext, open: OpenLot): Promise<void> {
  const { lot, job } = open;
  try {
    const engine = await engineFor(node, job);
    const first = await verdictOn(node, open, engine);
    if (!first.take) return decline(node, lot, first);
    report(node, open, "verifying");
    const files = await lotFiles(node.settings.lotsDirectory, lot.lotId);
    await fetchCard(node, job, files);
    await verifyInput(node, job, engine, files);
    const second = await verdictOn(node, open, engine);
    if (!second.take) return decline(node, lot, second);
    if (open.reopen) return await open.reopen();
    report(node, open, "claiming");
    await claim(node, open, second.minPayWei);
  } catch (error) {
    node.stop.throwIfAborted();
    await postpone(node, open, error);
  }
}

async function verdictOn(
  node: NodeContext,
  { lot, job, openedAt }: OpenLot,
  engine: Engine,
): Promise<Verdict> {
  const { escrow, settings, client, journal, machineKey } = node;
  const operator = await escrow.operatorOf(machineKey);
  if (!operator)
    return { take: false, because: "no operator has this machine key", never: false, waitSeconds: 15 };
  const [nowSeconds, account, baseFee, keyBalanceWei, disk] = await Promise.all([
    escrow.nowSeconds(),
    escrow.account(operator),
    baseFeeWei(client),
    client.getBalance({ address: machineKey }),
    statfs(settings.home),
  ]);
  const { width, height, hasAlpha } = job.work;
  const lotTiles = job.terms.tiles;
  const planes = hasAlpha ? 4 : 3;
  const inputBytes = width * height * planes;
  const resultBytes = inputBytes * engine.recipe.scale ** 2;
  const inFlight = journal.lots.at("claimed", "computed", "submitted");
  return judge({
    terms: job.terms,
    rules: node.deployment.rules,
    lotTiles,
    nowSeconds,
    openedAt,
    floorWeiPerTile: settings.floorWeiPerTile,
    freeStakeWei: account.stake - account.locked,
    gasPriceWei: baseFee,
    keyBalanceWei,
    workSeconds:
      engine.secondsPerTile * lotTiles +
      (resultBytes / planes / 1e6) * deliverySecondsPerMegapixel +
      fixedSeconds,
    lotsInFlight: inFlight.filter(({ lotId }) => lotId !== lot.lotId).length,
    mostLotsInFlight,
    diskFreeBytes: disk.bavail * disk.bsize,
    // Input and its decoded form, then scratch, file and decoded form of the result.
    diskNeedBytes: inputBytes * 2 + resultBytes * 3,
  });
}

async function claim(node: NodeContext, { lot, job }: OpenLot, minPayWei: bigint): Promise<void> {
  const { calls, outbox, escrow, journal, log } = node;
  const call = await calls.claim(job.terms, lot.lotId, minPayWei);
  node.checkpoint("to claim");
  const mined = await outbox.send(purpose("claim", lot), call);
  node.checkpoint("claim mined");
  const ours = mined.succeeded ? await escrow.claimIn(mined.hash) : undefined;
  if (!ours) return wait(node, lot, "another node was faster", lookAgainMs);
  journal.lots.put({ ...lot, stage: "claimed", claim: ours, note: "" });
  log.info({ lot: lot.lotId.toString(), priceWei: ours.price.toString() }, "claimed a lot");
}

async function decline(node: NodeContext, lot: LotRow, verdict: Verdict & { take: false }): Promise<void> {
  node.metrics.declined.inc();
  if (verdict.never) return drop(node, lot, verdict.because);
  wait(node, lot, verdict.because, verdict.waitSeconds * 1000);
}

/** A lot that could not be verified: tried again if that may help, else left alone. */
async function postpone(node: NodeContext, { lot, openedAt }: OpenLot, error: unknown): Promise<void> {
  // What no one foresaw counts as final as well: a job must not be able to stop a node.
  const isRefused = error instanceof GraphitiError && error.code === "TRANSACTION_REFUSED";
  if (!mayPass(error) && !isRefused) return drop(node, lot, describe(error));
  node.metrics.waits.inc({ what: "input" });
  wait(node, lot, describe(error), waitSecondsAt(Date.now() / 1000 - openedAt) * 1000);
}

function wait(node: NodeContext, lot: LotRow, because: string, waitMs: number): void {
  if (lot.note !== because)
    node.log.info({ lot: lot.lotId.toString(), because }, "left a lot for the moment");
  node.journal.lots.put({ ...lot, stage: "seen", retryAt: Date.now() + waitMs, note: because });
}

async function drop(node: NodeContext, lot: LotRow, because: string): Promise<void> {
  node.log.info({ lot: lot.lotId.toString(), because }, "left a lot alone");
  node.journal.lots.put({ ...lot, stage: "dropped", note: because });
  await forgetLot(node, lot.lotId);
}

function report(node: NodeContext, { lot, job }: OpenLot, phase: "verifying" | "claiming"): void {
  node.report({
    jobId: jobIdOf(lot.lotId).toString(),
    lotId: lot.lotId.toString(),
    attempt: lot.attempt,
    phase,
    tilesDone: 0,
    tiles: job.terms.tiles,
  });
}
