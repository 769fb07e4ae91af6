"use client";

import { useConnectModal } from "@rainbow-me/rainbowkit";
import type { ReactNode } from "react";
import { useAccount } from "wagmi";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import { Remedy } from "./remedy.tsx";
import { type EscrowCall, useEscrowCall } from "./use-escrow-call.ts";

type Props = { call: EscrowCall; children: ReactNode; testId: string; isPrimary?: boolean };

/** A button that makes one call of the escrow: asks for a wallet first, tells what stands in the way. */
export function CallButton({ call, children, testId, isPrimary = false }: Props) {
  const { isConnected } = useAccount();
  const { openConnectModal } = useConnectModal();
  const { send, stage, problem, hasFailed } = useEscrowCall(call);
  const style = isPrimary ? "button button-primary" : "button";
  if (!isConnected)
    return (
      <button type="button" className={style} onClick={openConnectModal}>
        Connect a wallet to do this
      </button>
    );
  const isBusy = stage === "wallet" || stage === "chain";
  return (
    <div className="grid justify-items-start gap-4">
      <button
        type="button"
        className={style}
        disabled={isBusy || stage === "done"}
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
