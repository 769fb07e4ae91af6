import { rawCid } from "@graphiti/protocol/cid.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { classOf } from "@graphiti/protocol/escrow-rules.ts";
import { isObjection, objection, tagOf } from "@graphiti/protocol/seal.ts";
import { skipReasons } from "@graphiti/protocol/states.ts";
import type { Attestation } from "@graphiti/protocol/terms.ts";
import { type Hex, isAddressEqual } from "viem";
import { mayPass } from "../chain/patience.ts";
import type { AttestationRow, Finding } from "../journal/attestation-rows.ts";
import { describe } from "../report/describe.ts";
import { checkResult, fetchAhead, type Opinion } from "./check-result.ts";
import { attesterSeal } from "./finalise.ts";
import { removeLotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";
import { forgetJobFiles } from "./reconcile.ts";
import { nextBlock, type Seatable, seatFor, type Undrawn } from "./take-seat.ts";
import { engineFor, verifyInput } from "./verify-input.ts";

/** Of the window, how long a result that cannot be had is waited for: the objection must still reach the chain in it. */
const patientShare = 0.5;
const retrySeconds = 2;
const undrawn = "its draw is not known yet";
const largestCardBytes = 64 * 1024;
/** The escrow takes so many seals in one call. */
const largestBatch = 65;

/** Looks at a submission of another operator, and says in the journal what this node makes of it. */
export async function considerSubmission(node: NodeContext, row: AttestationRow): Promise<void> {
  try {
    const seating = await seatFor(node, row);
    switch (seating.kind) {
      case "seated":
        return node.journal.attestations.put(sealed(row, seating.seat));
      case "undrawn":
        if (seating.isLikely && row.note !== undrawn) await prepare(node, row, seating);
        return leave(node, row, undrawn, nextBlock);
      case "later":
        return leave(node, row, seating.because, seating.waitSeconds);
      case "never":
        return await pass(node, row, seating.because);
    }
    const opinion = await opinionOf(node, row, seating);
    if (!opinion) return leave(node, row, "its result cannot be had", retrySeconds);
    await decide(node, row, seating, opinion);
  } catch (error) {
    node.stop.throwIfAborted();
    // Its sources, or this machine: no reason to speak against the worker.
    if (mayPass(error)) return leave(node, row, describe(error), retrySeconds);
    await pass(node, row, describe(error));
  }
}

/** Does before the draw what does not hang on it. What goes wrong is found again, and judged, after it. */
async function prepare(
  node: NodeContext,
  { lotId }: AttestationRow,
  { job, handed }: Undrawn,
): Promise<void> {
  try {
    const engine = await engineFor(node, job);
    const sources = await verifyInput(node, job, engine);
    await fetchAhead(node, { job, lotId, ...handed, engine, sources, signal: node.stop });
    // Sessions stay open for a moment after their last user, and the draw is known by then.
    await engine.withSessions(async () => {});
  } catch (error) {
    node.stop.throwIfAborted();
    node.log.info({ lot: lotId.toString(), because: describe(error) }, "a result was not fetched ahead");
  }
}

/** @returns undefined while the result cannot be had and there is time to wait for it */
async function opinionOf(
  node: NodeContext,
  row: AttestationRow,
  seating: Seatable,
): Promise<Opinion | undefined> {
  const { job, handed, sample } = seating;
  const engine = await engineFor(node, job);
  const sources = await verifyInput(node, job, engine);
  node.checkpoint("to check");
  const opinion = await checkResult(node, {
    job,
    lotId: row.lotId,
    ...handed,
    engine,
    sources,
    sample,
    signal: node.stop,
  });
  if (opinion.kind !== "missing") return opinion;
  const { windowSeconds } = classOf(node.deployment.rules, job.terms.order.finalityClass);
  const age = (await node.escrow.nowSeconds()) - seating.submittedAt;
  if (age < windowSeconds * patientShare) return undefined;
  // The store itself must answer, or silence says nothing about the worker.
  await node.store.get(rawCid(job.work.cardDigest), { maxBytes: largestCardBytes });
  return opinion;
}

/** Journals the seal that follows from an opinion, if it is one of those that are paid. */
async function decide(
  node: NodeContext,
  row: AttestationRow,
  seating: Seatable,
  opinion: Opinion,
): Promise<void> {
  const { job, claim, handed, submittedAt, drawing, operator, panel } = seating;
  const { seed } = drawing;
  const { submission } = handed;
  const sealBy = (who: Hex): Hex => {
    if (opinion.kind !== "right") return objection;
    const { tileProbes } = opinion;
    return attesterSeal(node.deployment, { ...row, job, submission, tileProbes }, seed, who);
  };
  const agreeing = panel.seats.filter(({ operator, tag }) => tag === tagOf(sealBy(operator)));
  if (agreeing.length >= job.terms.order.attesters) return pass(node, row, "enough others say the same");
  const finding: Finding = { claim, submission, submittedAt, seed, seal: sealBy(operator) };
  if (opinion.kind === "right") {
    const known = opinion.tileProbes.filter((probe) => probe !== undefined);
    if (known.length === opinion.tileProbes.length) finding.tileProbes = known;
  } else node.log.warn({ lot: row.lotId.toString(), because: opinion.because }, "objects to a result");
  node.journal.attestations.put({ ...row, stage: "judged", finding, retryAt: 0, note: "" });
  await removeLotFiles(node.settings.jobsDirectory, row.lotId, "check");
  node.checkpoint("judged");
}

/** Sends all seals that are ready in one transaction. */
export async function sendSeals(node: NodeContext): Promise<void> {
  const { journal, calls, outbox, events } = node;
  const rows = await readyRows(node);
  if (rows.length === 0) return;
  const attestations = rows.flatMap(({ jobId, lotId, finding }): Attestation[] => {
    const terms = journal.jobs.get(jobId)?.terms;
    const { claim, submission, seal } = finding;
    return terms ? [{ terms, lotId, claim, submission, seal }] : [];
  });
  const purpose = `attest:${rows.map(({ lotId, attempt, tries }) => `${lotId}.${attempt}.${tries}`).join("+")}`;
  node.checkpoint("to attest");
  const mined = await outbox
    .send(purpose, () => calls.attest(attestations))
    .catch((error) => {
      if (!(error instanceof GraphitiError) || error.code !== "TRANSACTION_REFUSED") throw error;
      // One of them is not what it was: each is looked at again, so that none holds up the others.
      for (const row of rows) leave(node, { ...row, stage: "seen" }, error.message, retrySeconds);
    });
  if (!mined) return;
  node.checkpoint("attest mined");
  const skipped = mined.succeeded ? await events.skippedIn(mined.hash) : undefined;
  for (const row of rows) await afterSending(node, row, skipped?.get(row.lotId), mined.succeeded);
}

type Ready = AttestationRow & { finding: Finding };

/** Seals that are to be sent: not on the chain yet, and still the right ones. */
async function readyRows(node: NodeContext): Promise<Ready[]> {
  const { attestations } = node.journal;
  const rows: Ready[] = [];
  for (const row of attestations.at("judged").slice(0, largestBatch)) {
    const { finding } = row;
    const { seed } = await node.escrow.panel(row.lotId);
    const seat = await seatOf(node, row);
    if (seat !== undefined) attestations.put(sealed(row, seat));
    // Another seed draws another sample: what is known is of no use.
    else if (finding && (seed === 0 || seed === finding.seed)) rows.push({ ...row, finding });
    else attestations.put({ ...row, stage: "seen", retryAt: 0 });
  }
  return rows;
}

async function afterSending(
  node: NodeContext,
  row: Ready,
  skipped: number | undefined,
  succeeded: boolean,
): Promise<void> {
  const { attestations } = node.journal;
  const because = skipReasons[succeeded ? (skipped ?? 0) : 1];
  const again = { ...row, stage: "seen" as const, tries: row.tries + 1, note: `skipped: ${because}` };
  switch (because) {
    case "none":
    case "alreadyAttested": {
      if (isObjection(row.finding.seal)) node.metrics.objections.inc();
      attestations.put(sealed(row, await seatOf(node, row)));
      node.log.info({ lot: row.lotId.toString(), objects: isObjection(row.finding.seal) }, "sealed a lot");
      return;
    }
    case "seedGone":
    case "seedPending":
    case "notDrawn":
    case "stakeTooLow":
    case "notSubmitted":
      return attestations.put({ ...again, retryAt: Date.now() + 1_000 });
    default:
      return pass(node, again, again.note);
  }
}

/** Where the operator sits in a lot's panel; undefined while the RPC does not show it. */
async function seatOf(
  { escrow, machineKey }: NodeContext,
  { lotId }: AttestationRow,
): Promise<number | undefined> {
  const [operator, { seats }] = await Promise.all([escrow.operatorOf(machineKey), escrow.panel(lotId)]);
  const seat = seats.findIndex((seat) => operator !== undefined && isAddressEqual(seat.operator, operator));
  return seat < 0 ? undefined : seat;
}

/** A row whose seal has a seat on the chain. */
function sealed(row: AttestationRow, seat: number | undefined): AttestationRow {
  const finding = row.finding && seat !== undefined ? { finding: { ...row.finding, seat } } : {};
  return { ...row, ...finding, stage: "sealed", retryAt: 0, note: "" };
}

function leave(node: NodeContext, row: AttestationRow, because: string, waitSeconds: number): void {
  node.journal.attestations.put({ ...row, retryAt: Date.now() + waitSeconds * 1000, note: because });
}

/** Leaves a submission alone for good. */
async function pass(node: NodeContext, row: AttestationRow, because: string): Promise<void> {
  node.journal.attestations.put({ ...row, stage: "passed", note: because });
  await forgetCheck(node, row);
}

/** Removes what checking a lot has left on this machine. */
export async function forgetCheck(node: NodeContext, { lotId, jobId }: AttestationRow): Promise<void> {
  await removeLotFiles(node.settings.jobsDirectory, lotId, "check");
  await forgetJobFiles(node, jobId);
}
