import { setTimeout as pause } from "node:timers/promises";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { mayPass } from "../chain/patience.ts";
import { describe } from "../report/describe.ts";
import { considerSubmission, sendSeals } from "./attest.ts";
import { isClaimingStopped, stoppedAtMs } from "./breaker.ts";
import { considerLot } from "./claim.ts";
import type { Discovery } from "./discover.ts";
import { closeLot, expireLot, finaliseLot } from "./finalise.ts";
import { followSeals } from "./follow-seals.ts";
import type { NodeContext } from "./node-context.ts";
import { produceLot } from "./produce.ts";
import { reconcile } from "./reconcile.ts";
import { reopenLot } from "./reopen.ts";
import { sweepFiles } from "./sweep.ts";

const longestWaitMs = 15_000;

export type LoopOptions = {
  /** True once no new lot is to be claimed. */
  draining: () => boolean;
  /** Told after each round that went through: the RPC answers. */
  onRound: () => void;
};

/** Repeats a round until it says that there is nothing left to do; an error makes it wait, ever longer, and ends nothing. */
async function repeat(
  node: NodeContext,
  name: string,
  round: () => Promise<"again" | "idle" | "end">,
): Promise<void> {
  const { settings, stop, log, metrics } = node;
  let waitMs = settings.pollMs;
  let last = "";
  for (;;) {
    stop.throwIfAborted();
    try {
      const next = await round();
      if (next === "end") return;
      if (last !== "") log.info({ loop: name }, "it works again");
      last = "";
      waitMs = settings.pollMs;
      if (next === "again") continue;
    } catch (error) {
      stop.throwIfAborted();
      metrics.waits.inc({ what: name });
      const expected = mayPass(error) || error instanceof GraphitiError;
      if (describe(error) !== last)
        log[expected ? "warn" : "error"]({ loop: name, because: describe(error) }, "waiting to try again");
      last = describe(error);
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    }
    await pause(waitMs, undefined, { signal: stop });
  }
}

/** Finds jobs, and takes one lot after the other to its submission. Ends when draining and nothing is claimed. */
export async function workLoop(node: NodeContext, discovery: Discovery, options: LoopOptions): Promise<void> {
  const { journal, metrics, stop } = node;
  await sweepFiles(node);
  return repeat(node, "work", async () => {
    const { head } = await discovery.scan(stop);
    metrics.chainHead.set(Number(head));
    for (const [stage, lots] of Object.entries(journal.lots.counts())) metrics.lots.set({ stage }, lots);
    tellBreaker(node);
    options.onRound();
    const [ours] = journal.lots.at("claimed", "computed");
    if (ours) return advance(node, ours.lotId);
    if (options.draining()) return "end";
    const next = journal.lots.nextSeen(Date.now());
    return next ? advance(node, next.lotId) : "idle";
  });
}

/** Says once that late fees have stopped the claiming, and keeps its metric. */
function tellBreaker({ journal, metrics, log }: NodeContext): void {
  const before = stoppedAtMs(journal) !== undefined;
  const now = isClaimingStopped(journal);
  metrics.claimingStopped.set(now ? 1 : 0);
  if (now && !before) log.error("two late fees in a day: nothing is claimed until phaestus resume");
}

async function advance(node: NodeContext, lotId: bigint): Promise<"again" | "idle"> {
  const reconciled = await reconcile(node, lotId);
  const { lot, job, standing } = reconciled;
  if (standing.kind === "unclear") return "idle";
  if (standing.kind === "open") await considerLot(node, { lot, job, openedAt: standing.openedAt });
  if (standing.kind === "elsewhere") await reopenLot(node, reconciled);
  if (standing.kind === "final") await closeLot(node, reconciled);
  if (standing.kind !== "claimed") return "again";
  if ((await node.escrow.nowSeconds()) >= standing.due) await expireLot(node, reconciled);
  else await produceLot(node, { lot, job, claim: standing.claim, due: standing.due });
  return "again";
}

/** Does all of them, whatever becomes of one. @throws the first error, in the end */
async function each<Item>(
  { stop }: NodeContext,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = [];
  for (const item of items) {
    stop.throwIfAborted();
    await work(item).catch((error) => errors.push(error));
  }
  if (errors.length > 0) throw errors[0];
}

/** Finalises lots while others are computed. Ends when draining and none is left. */
export function finaliseLoop(
  node: NodeContext,
  options: LoopOptions & { working: () => boolean },
): Promise<void> {
  return repeat(node, "finalise", async () => {
    const lots = node.journal.lots.at("submitted");
    await each(node, lots, async ({ lotId }) => {
      const reconciled = await reconcile(node, lotId);
      if (reconciled.standing.kind === "final") await closeLot(node, reconciled);
      else await finaliseLot(node, reconciled);
    });
    return options.draining() && !options.working() && lots.length === 0 ? "end" : "idle";
  });
}

/** So long are seals that are ready held back, for others to join their transaction. */
const gatheringMs = 2_000;

/** Checks what others submit, while lots of this node are worked on. Draining, it only brings its seals on their way. */
export function attestLoop(node: NodeContext, options: LoopOptions): Promise<void> {
  const { journal, metrics } = node;
  return repeat(node, "attest", async () => {
    const startedAt = Date.now();
    for (const row of options.draining() ? [] : journal.attestations.due("seen", startedAt)) {
      await considerSubmission(node, row);
      if (Date.now() - startedAt > gatheringMs) break;
    }
    await sendSeals(node);
    await followSeals(node);
    for (const [stage, lots] of Object.entries(journal.attestations.counts()))
      metrics.attestations.set({ stage }, lots);
    return options.draining() ? "end" : "idle";
  });
}
