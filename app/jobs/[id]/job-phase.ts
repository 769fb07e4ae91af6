import type { JobView, LotView } from "../../_data/views.ts";
import type { ReportedProgress } from "../../_server/progress-hub.ts";

export type StepState = "done" | "now" | "later" | "failed";
export type Step = { id: string; name: string; state: StepState; at?: number };

const timeOf = (job: JobView, kind: string): number | undefined =>
  job.transactions.findLast((each) => each.kind === kind)?.at;

/** The one lot of a job; later there may be more, and the first stands for all. */
export const lotOf = (job: JobView): LotView | undefined => job.lots[0];

/** Whether nothing can happen to the job any more. */
export function hasEnded(job: JobView): boolean {
  if (job.state === "minted") return true;
  return job.state === "closed" && job.lots.every((lot) => lot.state === "final" || lot.state === "refunded");
}

/** A report counts only for the attempt that is under way. */
export function progressOf(job: JobView, reports: ReportedProgress[]): ReportedProgress | undefined {
  const lot = lotOf(job);
  if (!lot || lot.state === "final" || lot.state === "refunded") return undefined;
  return reports.find((report) => report.lotId === lot.lotId && report.attempt === lot.attempt);
}

/** From post to mint, as far as the chain tells; what a node reports refines only the computing step. */
export function stepsOf(job: JobView, progress: ReportedProgress | undefined): Step[] {
  const lot = lotOf(job);
  const reached = { open: 0, claimed: 1, submitted: 3, final: 4, refunded: 0 }[lot?.state ?? "open"];
  const isOver = job.state !== "live";
  const step = (index: number, id: string, name: string, at?: number): Step => {
    if (job.state === "minted" || index <= reached) return { id, name, state: "done", at };
    if (isOver) return { id, name, state: "later" };
    return { id, name, state: index === reached + 1 ? "now" : "later" };
  };
  const computing =
    reached > 1 || job.state === "minted"
      ? "Computed"
      : progress?.phase === "computing" && lot?.state === "claimed"
        ? `Computing tile ${Math.min(progress.tilesDone + 1, progress.tiles)} of ${progress.tiles}`
        : "Computing";
  const steps = [
    step(0, "posted", "Posted", job.postedAt),
    step(1, "claimed", "Claimed by a node", reached >= 1 ? timeOf(job, "claimed") : undefined),
    step(2, "computed", computing),
    step(3, "submitted", "Submitted", lot?.submittedAt),
    step(4, "final", "Final", timeOf(job, "finalised")),
    step(5, "minted", "Minted", job.state === "minted" ? timeOf(job, "finalised") : undefined),
  ];
  if (job.state !== "closed") return steps;
  // What will not happen any more is left out.
  const happened = steps.filter(({ state }) => state === "done");
  happened.push({ id: "closed", name: "Closed", state: "failed", at: job.closedAt });
  if (lot?.state === "refunded")
    happened.push({
      id: "refunded",
      name: "Refunded to the artist",
      state: "done",
      at: timeOf(job, "refunded"),
    });
  return happened;
}

/** One sentence about where the job stands. */
export function sentenceOf(job: JobView, progress: ReportedProgress | undefined): string {
  if (job.state === "minted") return "Done. The work is minted.";
  const lot = lotOf(job);
  if (job.state === "closed") {
    if (lot?.state === "refunded") return "Closed. All the money went back to the artist as credit.";
    if (lot?.state === "final")
      return "Closed while the work was under way: the node was paid, nothing was minted.";
    if (lot?.state === "open") return "Closed. The money can be released now.";
    return "Closed. The node that holds the work may still finish it; otherwise the money comes back.";
  }
  switch (lot?.state) {
    case "claimed":
      return {
        verifying: "A node checks the input.",
        claiming: "A node has claimed the work.",
        computing: "A node computes the picture.",
        storing: "The picture is computed and is being stored.",
        submitting: "The result is stored and is being submitted.",
        finalising: "The result is being made final.",
      }[progress?.phase ?? "computing"];
    case "submitted":
      return "The result is on the chain. It becomes final when its window is over.";
    case "final":
      return "Final. The token is about to appear.";
    default:
      return lot && lot.attempt > 0
        ? "A node was late and paid for it. The work is open again for others."
        : "Waiting for a node to claim the work.";
  }
}
