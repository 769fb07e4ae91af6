import { tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { isAssembly, lotIndexOf, shapeOf } from "@graphiti/protocol/terms.ts";
import { patiently } from "../chain/patience.ts";
import { type ClaimedLot, untilDue } from "./claimed-lot.ts";
import { computeLot } from "./compute.ts";
import { lotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";
import { reporter } from "./report-progress.ts";
import { engineFor, verifyInput } from "./verify-input.ts";

/** Takes a claimed lot to where all of its tiles lie on the disk; the assembly lot has none of its own. */
export async function computeClaimed(given: NodeContext, claimed: ClaimedLot): Promise<void> {
  const { lot, job, claim } = claimed;
  const hasTiles = !isAssembly(shapeOf(job.terms), lotIndexOf(lot.lotId));
  return untilDue(given, claimed, async (node, patience) => {
    if (hasTiles && !lot.delivery)
      await patiently(() => computeTiles(node, claimed, patience.signal), patience);
    node.journal.lots.put({ ...lot, stage: "computed", claim });
  });
}

async function computeTiles(node: NodeContext, { lot, job }: ClaimedLot, signal: AbortSignal): Promise<void> {
  const { lotId } = lot;
  const engine = await engineFor(node, job);
  const files = await lotFiles(node.settings.jobsDirectory, lotId);
  const sources = await verifyInput(node, job, engine);
  const report = reporter(node, lot, job);
  const spans = tileSpans(job.work, engine.recipe, shapeOf(job.terms), lotIndexOf(lotId));
  const startedAt = performance.now();
  await computeLot(node, {
    lotId,
    work: job.work,
    spans,
    engine,
    sources,
    files,
    onTiles: (done) => report("computing", done),
    signal,
  });
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  node.log.info({ lot: lotId.toString(), tiles: spans.length, seconds }, "computed a lot");
}
