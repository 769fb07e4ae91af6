"use client";

import { type Ground, groundNames, grounds, mostReportWords } from "@graphiti/protocol/curation.ts";
import { type FormEvent, useState } from "react";
import { useHydrated } from "../../_components/local-time.tsx";
import { ProblemPanel } from "../../_components/problem-panel.tsx";
import { explainError } from "../../_wallet/explain-error.ts";
import { postJson } from "../../_wallet/post-json.ts";
import type { Problem } from "../../_wallet/problem.ts";

/** Tells the gallery's curators of a work that it should not show. Needs no wallet. */
export function ReportForm({ tokenId }: { tokenId: string }) {
  const [stage, setStage] = useState<"open" | "sending" | "sent">("open");
  const [problem, setProblem] = useState<Problem>();
  // Before the page is alive, the browser itself would send the form, and to nowhere.
  const hydrated = useHydrated();

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const report = {
      tokenId,
      ground: fields.get("ground") as Ground,
      words: String(fields.get("words") ?? ""),
    };
    setProblem(undefined);
    setStage("sending");
    try {
      await postJson("/api/reports", report);
      setStage("sent");
    } catch (thrown) {
      setProblem(explainError(thrown));
      setStage("open");
    }
  }

  if (stage === "sent")
    return (
      <p role="status" className="mt-14 text-soft text-sm leading-6" data-testid="reported">
        Thank you. The curators of this gallery will read it.
      </p>
    );
  return (
    <details className="mt-14 text-sm leading-6" data-testid="report">
      <summary className="text-faint">Report this work</summary>
      <form className="mt-4 grid max-w-[30rem] gap-5" onSubmit={send}>
        <label className="grid gap-1.5">
          <span>What is wrong with it?</span>
          <select name="ground" className="field" required defaultValue="">
            <option value="" disabled>
              Choose
            </option>
            {groundNames.map((name) => (
              <option key={name} value={name}>
                {grounds[name]}
              </option>
            ))}
          </select>
        </label>
        <label className="grid gap-1.5">
          <span>Anything the curators should know</span>
          <textarea name="words" maxLength={mostReportWords} rows={3} className="field" />
        </label>
        <p className="text-faint text-xs leading-5">
          Curators can stop showing a work in this gallery. Nobody can take it off the chain, or from its
          owner.
        </p>
        <button
          type="submit"
          className="button justify-self-start"
          disabled={!hydrated || stage === "sending"}
          data-testid="send-report"
        >
          {stage === "sending" ? "Sending" : "Send the report"}
        </button>
        {problem && <ProblemPanel problem={problem} />}
      </form>
    </details>
  );
}
