import type { JobView, LotSummary, LotView } from "../../_data/views.ts";
import type { ReportedProgress } from "../../_server/progress-hub.ts";

export type StepState = "done" | "now" | "later" | "failed";
export type Step = { id: string; name: string; state: StepState; at?: number };

const timeOf = (job: JobView, kind: string, before = Number.POSITIVE_INFINITY): number | undefined =>
  job.transactions.findLast((each) => each.kind === kind && each.at < before)?.at;

export const tileLotsOf = (job: JobView): LotView[] => job.lots.filter(({ kind }) => kind === "tiles");
export const assemblyOf = (job: JobView): LotView | undefined =>
  job.lots.find(({ kind }) => kind === "assembly");

const isDone = ({ state }: Pick<LotSummary, "state">) => state === "final" || state === "refunded";
const isDelivered = ({ state }: LotView) => state === "submitted" || state === "final";

/** Whether nothing can happen to the job any more. */
export function hasEnded(job: Pick<JobView, "state"> & { lots: readonly LotSummary[] }): boolean {
  return job.state === "minted" || (job.state === "closed" && job.lots.every(isDone));
}

/** A report counts only for the attempt that is under way. */
export function progressOf(lot: LotView, reports: ReportedProgress[]): ReportedProgress | undefined {
  if (isDone(lot)) return undefined;
  return reports.find((report) => report.lotId === lot.lotId && report.attempt === lot.attempt);
}

/** Tiles of a lot that are computed, as far as the chain or, before that, its node tells. */
export function tilesDoneOf(lot: LotView, reports: ReportedProgress[]): number {
  if (isDelivered(lot)) return lot.tiles;
  if (lot.state !== "claimed") return 0;
  return Math.min(lot.tiles, progressOf(lot, reports)?.tilesDone ?? 0);
}

/** Tiles of the whole job that are computed. */
export const tilesDone = (job: JobView, reports: ReportedProgress[]): number =>
  tileLotsOf(job).reduce((sum, lot) => sum + tilesDoneOf(lot, reports), 0);

type Stage = { id: string; name: string; done: number; of: number; at?: number };

/** A step is done when all of its lots are, and under way when the one before it has begun. */
function stepsFrom(stages: Stage[], isOver: boolean): Step[] {
  return stages.map(({ id, name, done, of, at }, index) => {
    if (done >= of) return { id, name, state: "done", at };
    const before = stages[index - 1];
    const isUnderWay = !isOver && (done > 0 || before === undefined || before.done > 0);
    return { id, name, state: isUnderWay ? "now" : "later" };
  });
}

/** From post to mint, as far as the chain tells; what nodes report refines only the computing step. */
export function stepsOf(job: JobView, reports: ReportedProgress[]): Step[] {
  const lots = tileLotsOf(job);
  const [single] = lots;
  const assembly = assemblyOf(job);
  const isMinted = job.state === "minted";
  const of = lots.length;
  const count = (has: (lot: LotView) => boolean) => (isMinted ? of : lots.filter(has).length);
  const named = (name: string, done: number) =>
    of === 1 || done >= of ? name : `${name}: ${done} of ${of} lots`;
  const claimed = count((lot) => lot.state !== "open" && lot.state !== "refunded");
  const delivered = count(isDelivered);
  const final = count(({ state }) => state === "final");
  const computed = tilesDone(job, reports);
  const computing =
    delivered >= of
      ? "Computed"
      : computed > 0
        ? `Computing: ${computed} of ${job.tiles} tiles`
        : "Computing";
  const stages: Stage[] = [
    { id: "posted", name: "Posted", done: 1, of: 1, at: job.postedAt },
    {
      id: "claimed",
      name: named(of === 1 ? "Claimed by a node" : "Claimed", claimed),
      done: claimed,
      of,
      // The assembly lot is claimed later.
      at: timeOf(job, "claimed", job.assemblyOpenedAt),
    },
    { id: "computed", name: computing, done: delivered, of, at: of === 1 ? single?.submittedAt : undefined },
    {
      id: "final",
      name: named(Number(job.terms.order.attesters) > 0 ? "Checked and final" : "Final", final),
      done: final,
      of,
      at: of === 1 ? single?.finalAt : job.assemblyOpenedAt,
    },
    ...(assembly
      ? [
          {
            id: "joined",
            name: joiningName(assembly),
            done: isMinted || assembly.state === "final" ? 1 : 0,
            of: final >= of ? 1 : Number.POSITIVE_INFINITY,
            at: assembly.finalAt,
          },
        ]
      : []),
    { id: "minted", name: "Minted", done: isMinted ? 1 : 0, of: 1, at: (assembly ?? single)?.finalAt },
  ];
  const steps = stepsFrom(stages, job.state !== "live");
  if (job.state !== "closed") return onlyReached(steps, assembly, final >= of);
  // What will not happen any more is left out.
  const happened = steps.filter(({ state }) => state === "done");
  happened.push({ id: "closed", name: "Closed", state: "failed", at: job.closedAt });
  if (job.lots.some(({ state }) => state === "refunded"))
    happened.push({
      id: "refunded",
      name: "Refunded to the artist",
      state: "done",
      at: timeOf(job, "refunded"),
    });
  return happened;
}

/** Joining waits for all lots, not only for the first of them, and the mint for the last step. */
function onlyReached(steps: Step[], assembly: LotView | undefined, isJoinable: boolean): Step[] {
  return steps.map((step) => {
    if (step.state !== "now") return step;
    if (step.id === "joined" && !isJoinable) return { ...step, state: "later" };
    if (step.id === "minted") {
      const isNext = assembly ? assembly.state === "final" : isJoinable;
      return { ...step, state: isNext ? "now" : "later" };
    }
    return step;
  });
}

function joiningName({ state }: LotView): string {
  if (state === "claimed") return "Being joined";
  if (state === "submitted") return "Joined, not yet final";
  return state === "final" ? "Joined" : "Join the tiles";
}

const reported = {
  verifying: "A node checks the input.",
  claiming: "A node has claimed the work.",
  computing: "A node computes the picture.",
  storing: "The picture is computed and is being stored.",
  submitting: "The result is stored and is being submitted.",
  finalising: "The result is being made final.",
} as const;

function sentenceOfLot(job: JobView, lot: LotView, reports: ReportedProgress[]): string {
  switch (lot.state) {
    case "claimed":
      return reported[progressOf(lot, reports)?.phase ?? "computing"] ?? reported.computing;
    case "submitted": {
      const wanted = lot.operator ? Number(job.terms.order.attesters) : 0;
      if (wanted === 0) return "The result is on the chain. It becomes final when its window is over.";
      const objections = lot.seals.filter(({ isObjection }) => isObjection).length;
      if (objections > 0)
        return "Those who checked the result do not agree. The vote is counted when its window is over.";
      if (lot.seals.length >= wanted) return "The result was checked and is about to be final.";
      return `The result is on the chain. ${lot.seals.length} of ${wanted} checks have come.`;
    }
    case "final":
      return "Final. The token is about to appear.";
    default:
      return lot.attempt > 0
        ? "A node was late and paid for it. The work is open again for others."
        : "Waiting for a node to claim the work.";
  }
}

/** One sentence about where the job stands. */
export function sentenceOf(job: JobView, reports: ReportedProgress[]): string {
  if (job.state === "minted") return "Done. The work is minted.";
  const lots = tileLotsOf(job);
  const has = (state: LotView["state"]) => job.lots.some((lot) => lot.state === state);
  if (job.state === "closed") {
    if (has("claimed") || has("submitted"))
      return "Closed. Nodes that hold work may still finish it; otherwise the money comes back.";
    if (has("open")) return "Closed. The money can be released now.";
    return has("final")
      ? "Closed while the work was under way: nodes were paid for what they finished, nothing was minted."
      : "Closed. All the money went back to the artist as credit.";
  }
  const [single] = lots;
  if (single && lots.length === 1) return sentenceOfLot(job, single, reports);
  const assembly = assemblyOf(job);
  const final = lots.filter(({ state }) => state === "final").length;
  if (final === lots.length && assembly)
    return {
      open: "All lots are final. Waiting for a node to join them.",
      claimed: "All lots are final. A node joins them into one picture.",
      submitted: "The lots are joined. The picture is being checked.",
      final: "Final. The token is about to appear.",
      refunded: "The joining was refunded.",
    }[assembly.state];
  const working = lots.filter(({ state }) => state === "claimed").length;
  const checking = lots.filter(({ state }) => state === "submitted").length;
  if (final + working + checking === 0) return "Waiting for nodes to claim the lots.";
  return `${final} of ${lots.length} lots are final, ${working} in work, ${checking} being checked.`;
}
