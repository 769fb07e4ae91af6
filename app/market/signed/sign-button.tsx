"use client";

import { useConnectModal } from "@rainbow-me/rainbowkit";
import { type ReactNode, useState } from "react";
import { useAccount } from "wagmi";
import { ProblemPanel } from "../../_components/problem-panel.tsx";
import { explainError } from "../../_wallet/explain-error.ts";
import type { Problem } from "../../_wallet/problem.ts";
import { Remedy } from "../../_wallet/remedy.tsx";

type Props = {
  /** Undefined while the form above is not complete. */
  sign: (() => Promise<unknown>) | undefined;
  onDone?: () => void;
  testId: string;
  children: ReactNode;
};

/** A button that asks the wallet for a signature, and tells what stands in the way. */
export function SignButton({ sign, onDone, testId, children }: Props) {
  const { isConnected } = useAccount();
  const { openConnectModal } = useConnectModal();
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  async function ask(run: () => Promise<unknown>): Promise<void> {
    setProblem(undefined);
    setAsking(true);
    try {
      await run();
      onDone?.();
    } catch (thrown) {
      setProblem(explainError(thrown));
    } finally {
      setAsking(false);
    }
  }
  if (!isConnected)
    return (
      <button type="button" className="button button-primary" onClick={openConnectModal}>
        Connect a wallet to do this
      </button>
    );
  return (
    <div className="grid justify-items-start gap-4">
      <button
        type="button"
        className="button button-primary"
        disabled={!sign || isAsking}
        onClick={() => sign && void ask(sign)}
        data-testid={testId}
      >
        {isAsking ? "Sign in your wallet" : children}
      </button>
      {problem && (
        <ProblemPanel problem={problem}>
          <Remedy problem={problem} />
        </ProblemPanel>
      )}
    </div>
  );
}
