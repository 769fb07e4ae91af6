import type { Problem } from "../_wallet/problem.ts";
import { KeepFresh } from "./keep-fresh.tsx";
import { ProblemPanel } from "./problem-panel.tsx";

/** Why a page has nothing to show. Where that may pass, the page is asked for again by itself until it comes. */
export function PageProblem({ problem }: { problem: Problem }) {
  return (
    <>
      <ProblemPanel problem={problem} />
      {problem.retryable && <KeepFresh />}
    </>
  );
}
