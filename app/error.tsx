"use client";

import { PageTitle } from "./_components/page-title.tsx";
import { ProblemPanel } from "./_components/problem-panel.tsx";

const problem = {
  code: "INTERNAL",
  message: "This page failed, and that is our fault.",
  nextStep: "Try again. Nothing was charged; jobs and money are on the chain and unaffected.",
  docs: "/docs/errors#internal",
};

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <div className="page py-24">
      <PageTitle>This page failed</PageTitle>
      <ProblemPanel problem={problem}>
        <button type="button" className="button" onClick={reset}>
          Try again
        </button>
      </ProblemPanel>
    </div>
  );
}
