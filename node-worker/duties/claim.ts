import { statfs } from "node:fs/promises";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { lotPixelBytes, tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { isAssembly, lotIndexOf, lotTiles, makesFile, shapeOf } from "@graphiti/protocol/terms.ts";
import { baseFeeWei } from "../chain/fees.ts";
import { mayPass } from "../chain/patience.ts";
import type { Engine } from "../engine/engine.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { LotRow } from "../journal/lot-rows.ts";
import { describe } from "../report/describe.ts";
import { isClaimingStopped } from "./breaker.ts";
import { floorPerTile } from "./floor-price.ts";
import { gatherLots } from "./gather.ts";
import { judge, later, type Verdict, waitSecondsAt } from "./judge.ts";
import { jobFiles, lotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";
import { forgetLot, lookAgainMs, purpose } from "./reconcile.ts";
import { reporter } from "./report-progress.ts";
import { restorer } from "./restore-lot.ts";
import { engineFor, fetchCard, verifyInput } from "./verify-input.ts";

/** Encoding or storing, and reading back, per million pixels of the result, and for each lot. */
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
 * Looks at an open lot: judges it, fetches and verifies what it needs, judges again with the time that this took, and
 * claims it. The lot ends claimed, dropped with a reason, or due to be looked at again. One that another operator has
 * left lying is opened instead of claimed.
 */
export async function considerLot(node: NodeContext, open: OpenLot): Promise<void> {
  const { lot, job } = open;
  try {
    const engine = await engineFor(node, job);
    const first = await verdictOn(node, open, engine);
    if (!first.take) return decline(node, lot, first);
    reporter(node, lot, job)("verifying", 0);
    await fetchSources(node, open, engine);
    const second = await verdictOn(node, open, engine);
    if (!second.take) return decline(node, lot, second);
    if (open.reopen) return await open.reopen();
    reporter(node, lot, job)("claiming", 0);
    await claim(node, open, second.minPayWei);
  } catch (error) {
    node.stop.throwIfAborted();
    await postpone(node, open, error);
  }
}

/** No data, no claim: the input and the card, and for the assembly lot all tiles, computed again if they are lost. */
async function fetchSources(node: NodeContext, { lot, job }: OpenLot, engine: Engine): Promise<void> {
  const { jobsDirectory } = node.settings;
  await fetchCard(node, job, await jobFiles(jobsDirectory, job.jobId));
  const sources = await verifyInput(node, job, engine);
  if (!isAssembly(shapeOf(job.terms), lotIndexOf(lot.lotId))) return;
  const files = await lotFiles(jobsDirectory, lot.lotId);
  const restore = restorer(node, { job, engine, sources });
  await gatherLots(node, { job, lotId: lot.lotId, engine, files, restore }, node.stop);
}

/** How long a lot takes here, and how much disk. */
function burdenOf({ terms, work }: KnownJob, lotIndex: number, engine: Engine) {
  const { recipe, secondsPerTile } = engine;
  const shape = shapeOf(terms);
  const pixels = work.width * work.height;
  const inputBytes = pixels * (work.hasAlpha ? 4 : 3);
  const resultBytes = inputBytes * recipe.scale ** 2;
  const joins = isAssembly(shape, lotIndex);
  const tileBytes = joins ? 0 : lotPixelBytes(tileSpans(work, recipe, shape, lotIndex));
  const storedBytes = makesFile(shape, lotIndex) ? resultBytes : tileBytes;
  const computeSeconds = joins ? 0 : secondsPerTile * lotTiles(shape, lotIndex);
  return {
    workSeconds: computeSeconds + (storedBytes / 3 / 1e6) * deliverySecondsPerMegapixel + fixedSeconds,
    // Input and its decoded form, the tiles and their copy, then scratch, file and decoded form of the result.
    diskNeedBytes: inputBytes * 2 + tileBytes * 2 + (makesFile(shape, lotIndex) ? resultBytes * 3 : 0),
  };
}

async function verdictOn(
  node: NodeContext,
  { lot, job, openedAt }: OpenLot,
  engine: Engine,
): Promise<Verdict> {
  const { escrow, settings, client, journal, machineKey } = node;
  if (isClaimingStopped(journal)) return later("too many lots were late: see phaestus resume", 60);
  const operator = await escrow.operatorOf(machineKey);
  if (!operator) return later("no operator has this machine key", 15);
  const [nowSeconds, account, baseFee, keyBalanceWei, disk] = await Promise.all([
    escrow.nowSeconds(),
    escrow.account(operator),
    baseFeeWei(client),
    client.getBalance({ address: machineKey }),
    statfs(settings.home),
  ]);
  const inFlight = journal.lots.at("claimed", "computed", "submitted");
  const lotIndex = lotIndexOf(lot.lotId);
  return judge({
    terms: job.terms,
    rules: node.deployment.rules,
    lotIndex,
    nowSeconds,
    openedAt,
    floorWeiPerTile: floorPerTile(settings, engine),
    freeStakeWei: account.stake - account.locked,
    gasPriceWei: baseFee,
    keyBalanceWei,
    ...burdenOf(job, lotIndex, engine),
    lotsInFlight: inFlight.filter(({ lotId }) => lotId !== lot.lotId).length,
    mostLotsInFlight: settings.maxOpenLots,
    diskFreeBytes: disk.bavail * disk.bsize,
  });
}

async function claim(node: NodeContext, { lot, job }: OpenLot, minPayWei: bigint): Promise<void> {
  const { calls, outbox, events, journal, log } = node;
  node.checkpoint("to claim");
  const mined = await outbox.send(purpose("claim", lot), () => calls.claim(job.terms, lot.lotId, minPayWei));
  node.checkpoint("claim mined");
  const ours = mined.succeeded ? await events.claimIn(mined.hash) : undefined;
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
