import { probeOf } from "@graphiti/protocol/digests.ts";
import { classOf } from "@graphiti/protocol/escrow-rules.ts";
import { tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { attesterPay, attestersPot } from "@graphiti/protocol/offer.ts";
import { runningWindowSeconds } from "@graphiti/protocol/panel.ts";
import { isObjection } from "@graphiti/protocol/seal.ts";
import { lotIndexOf, shapeOf } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import type { ChainPanel } from "../chain/escrow.ts";
import type { AttestationRow, Finding } from "../journal/attestation-rows.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import { decisionOn } from "./finalise.ts";
import { floorPerTile } from "./floor-price.ts";
import { lotFiles, removeLotFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";
import { runTiles } from "./run-tiles.ts";
import { engineFor, verifyInput } from "./verify-input.ts";

/** How long the worker has for itself, before an attester finalises the lot in its place. */
const courtesySeconds = 10;

export type Sealed = { row: AttestationRow; finding: Finding; job: KnownJob };

/**
 * Finalises a lot that this node has sealed and whose worker is silent. That takes the probe of every tile, and only
 * who ran the tiles knows them: the sample's are known here, the others are learned where the seal's pay is worth it.
 */
export async function finaliseForWorker(node: NodeContext, sealed: Sealed, panel: ChainPanel): Promise<void> {
  const { row, finding, job } = sealed;
  const { claim, submission, submittedAt } = finding;
  const nowSeconds = await node.escrow.nowSeconds();
  const tileProbes = finding.tileProbes ?? (await learnProbes(node, sealed, panel, nowSeconds));
  if (!tileProbes) return;
  const { lotId, attempt } = row;
  const decision = decisionOn(
    node,
    { lotId, attempt, job, claim, submission, submittedAt, tileProbes },
    panel,
  );
  if (!decision.carried || nowSeconds < decision.opensAt + courtesySeconds) return;
  const probe = probeOf(tileProbes);
  const mined = await node.outbox.send(`finalise:${lotId}:${attempt}`, () =>
    node.calls.finalise(job.terms, lotId, claim, submission, probe, tileProbes),
  );
  if (mined.succeeded) node.log.info({ lot: lotId.toString() }, "finalised a lot for its worker");
}

/** Computes a lot that was sealed, once its window is over, if what the seal earns pays for its tiles. */
async function learnProbes(
  node: NodeContext,
  { row, finding, job }: Sealed,
  panel: ChainPanel,
  nowSeconds: number,
): Promise<readonly Hex[] | undefined> {
  const { attesters, finalityClass } = job.terms.order;
  const { rules } = node.deployment;
  const votes = { attesters, seals: panel.seats.length, isCold: panel.isCold };
  const windowEnds = finding.submittedAt + runningWindowSeconds(rules, finalityClass, votes);
  if (isObjection(finding.seal) || nowSeconds < windowEnds + courtesySeconds) return undefined;
  const engine = await engineFor(node, job);
  const spans = tileSpans(job.work, engine.recipe, shapeOf(job.terms), lotIndexOf(row.lotId));
  const { windowSeconds } = classOf(rules, finalityClass);
  const pot = attestersPot(finding.claim.price, attesters);
  const age = panel.seats[finding.seat ?? 0]?.age ?? windowSeconds;
  const payWei = attesterPay(pot, { attesters, windowSeconds }, age);
  if (payWei < floorPerTile(node.settings, engine) * BigInt(spans.length)) return undefined;

  const sources = await verifyInput(node, job, engine);
  const files = await lotFiles(node.settings.jobsDirectory, row.lotId, "check");
  const probes = new Map<number, Hex>();
  await runTiles(node, {
    engine,
    work: job.work,
    input: sources.input,
    scratchDirectory: files.directory,
    tiles: spans.map(({ tile }) => tile),
    onTile: async ({ index }, { probe }) => {
      probes.set(index, probe);
    },
    signal: node.stop,
  });
  await removeLotFiles(node.settings.jobsDirectory, row.lotId, "check");
  const tileProbes = spans.map(({ tile }) => probes.get(tile.index) as Hex);
  node.journal.attestations.put({ ...row, finding: { ...finding, tileProbes } });
  return tileProbes;
}
