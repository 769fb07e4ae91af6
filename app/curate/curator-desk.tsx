"use client";

import { useConnectModal } from "@rainbow-me/rainbowkit";
import { useHydrated } from "../_components/local-time.tsx";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import { HiddenList } from "./hidden-list.tsx";
import { ReportList } from "./report-list.tsx";
import { useCuration } from "./use-curation.ts";

/** Where a curator reads reports and decides. The server asks for a curator's signature each time. */
export function CuratorDesk() {
  const { openConnectModal } = useConnectModal();
  const hydrated = useHydrated();
  const { desk, open, decide, isAsking, problem, isConnected } = useCuration();
  return (
    <div className="grid gap-12">
      {!desk && (
        <p>
          <button
            type="button"
            className="button button-primary"
            onClick={isConnected ? open : openConnectModal}
            disabled={!hydrated || isAsking}
            data-testid="open-desk"
          >
            {!isConnected && "Connect a curator's wallet"}
            {isConnected && (isAsking ? "Sign in your wallet" : "Show me the reports")}
          </button>
        </p>
      )}
      {problem && <ProblemPanel problem={problem} />}
      {desk && (
        <>
          <ReportList reports={desk.reports} decide={decide} isAsking={isAsking} />
          <HiddenList hidden={desk.hidden} decide={decide} isAsking={isAsking} />
        </>
      )}
    </div>
  );
}
