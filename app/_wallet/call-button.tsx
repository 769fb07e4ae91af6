"use client";

import { useConnectModal } from "@rainbow-me/rainbowkit";
import { type ReactNode, useEffect } from "react";
import { useAccount } from "wagmi";
import { useHydrated } from "../_components/local-time.tsx";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import { Remedy } from "./remedy.tsx";
import type { KeptTransaction } from "./transaction-book.ts";
import { type ContractCall, useContractCall } from "./use-contract-call.ts";

type Props = {
  /** Undefined while the form above it is not complete. */
  call: ContractCall | undefined;
  children: ReactNode;
  testId: string;
  isPrimary?: boolean;
  /** Told once the transaction is in a block. */
  onDone?: (kept: KeptTransaction | undefined) => void;
};

/** A button that makes one call of a contract: asks for a wallet first, tells what stands in the way. */
export function CallButton({ call, children, testId, isPrimary = false, onDone }: Props) {
  const hydrated = useHydrated();
  const { isConnected } = useAccount();
  const { openConnectModal } = useConnectModal();
  const { send, stage, kept, problem, hasFailed } = useContractCall(call);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per transaction, whoever listens by then
  useEffect(() => {
    if (stage === "done") onDone?.(kept);
  }, [stage]);
  const style = isPrimary ? "button button-primary" : "button";
  if (!isConnected)
    return (
      <button type="button" className={style} disabled={!hydrated} onClick={openConnectModal}>
        Connect a wallet to do this
      </button>
    );
  const isBusy = stage === "wallet" || stage === "chain";
  return (
    <div className="grid justify-items-start gap-4">
      <button
        type="button"
        className={style}
        disabled={call === undefined || isBusy || stage === "done"}
        onClick={() => void send()}
        data-testid={testId}
      >
        {stage === "wallet" && "Confirm in your wallet"}
        {stage === "chain" && "Waiting for the chain"}
        {stage === "done" && "Done"}
        {stage === "idle" && children}
      </button>
      {problem && (hasFailed || stage === "idle") && (
        <ProblemPanel problem={problem}>
          <Remedy problem={problem} />
        </ProblemPanel>
      )}
    </div>
  );
}
