import type { Problem } from "../_wallet/problem.ts";
import { KeepFresh } from "./keep-fresh.tsx";
import { ProblemPanel } from "./problem-panel.tsx";

/** Why a page has nothing to show; it is asked for again by itself, and comes as soon as it can be had. */
export function PageProblem({ problem }: { problem: Problem }) {
  return (
    <>
      <ProblemPanel problem={problem} />
      <KeepFresh />
    </>
  );
}
