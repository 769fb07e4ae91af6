"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { encodeFunctionData } from "viem";
import { useAccount, useCapabilities, useSendCalls, useWaitForCallsStatus } from "wagmi";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import { addressOf, contractAbis } from "../_wallet/contracts.ts";
import { explainError } from "../_wallet/explain-error.ts";
import type { Problem } from "../_wallet/problem.ts";
import { Remedy } from "../_wallet/remedy.tsx";
import { useSettings } from "../_wallet/settings-context.tsx";
import type { ContractCall } from "../_wallet/use-contract-call.ts";
import { approval } from "./approve-step.tsx";
import { workKey } from "./work-on-chain.ts";

/** Whether the wallet takes several calls that all happen or none (EIP-5792). */
export function useCanBatch(): boolean {
  const { chainId } = useSettings();
  const { isConnected } = useAccount();
  // Of all chains: a wallet that says nothing of this one would leave the query without an answer.
  const { data } = useCapabilities({ query: { enabled: isConnected, retry: false } });
  const status = data?.[chainId]?.atomic?.status;
  return status === "supported" || status === "ready";
}

const failed: Problem = {
  code: "TRANSACTION_REVERTED",
  message: "The wallet could not carry the steps out together.",
  nextStep: "Only the network's fee was spent. Try again.",
  docs: "/docs/errors#transaction_reverted",
};

type Props = {
  tokenId: string;
  call: ContractCall | undefined;
  testId: string;
  /** Of a batch that was asked for before, maybe before a reload; empty where there is none. */
  callsId: string;
  onCalls: (callsId: string) => void;
  onDone: () => void;
  children: ReactNode;
};

/** Approves the market for a work and does what it is approved for, in one confirmation. */
export function BatchButton({ tokenId, call, testId, callsId, onCalls, onDone, children }: Props) {
  const { addresses, chainId } = useSettings();
  const { sendCallsAsync } = useSendCalls();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const waited = useWaitForCallsStatus({
    id: callsId,
    timeout: 0,
    query: { enabled: callsId !== "", retry: true },
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: once per batch, whoever listens by then
  useEffect(() => {
    const status = waited.data?.status;
    if (status === "success") void queries.invalidateQueries({ queryKey: workKey(tokenId) }).then(onDone);
    if (status === "failure") {
      onCalls("");
      setProblem(failed);
    }
  }, [waited.data?.status]);

  const encoded = (call: ContractCall) => ({
    to: addressOf(call, addresses),
    data: encodeFunctionData({
      abi: contractAbis[call.contract ?? "escrow"] as typeof contractAbis.escrow,
      functionName: call.functionName as "post",
      args: call.args as never,
    }),
    value: call.value,
  });

  async function send(given: ContractCall): Promise<void> {
    setProblem(undefined);
    setAsking(true);
    try {
      const calls = [approval(addresses.market, tokenId), given].map(encoded);
      const { id } = await sendCallsAsync({ chainId, calls, forceAtomic: true });
      onCalls(id);
    } catch (thrown) {
      setProblem(explainError(thrown));
    } finally {
      setAsking(false);
    }
  }

  const isWaiting = callsId !== "";
  return (
    <div className="grid justify-items-start gap-4">
      <button
        type="button"
        className="button button-primary"
        disabled={!call || isAsking || isWaiting}
        onClick={() => call && void send(call)}
        data-testid={testId}
      >
        {isAsking && "Confirm in your wallet"}
        {isWaiting && "Waiting for the chain"}
        {!isAsking && !isWaiting && children}
      </button>
      {problem && (
        <ProblemPanel problem={problem}>
          <Remedy problem={problem} />
        </ProblemPanel>
      )}
    </div>
  );
}
