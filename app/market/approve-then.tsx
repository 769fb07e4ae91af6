"use client";

import { CallButton } from "../_wallet/call-button.tsx";
import type { ContractCall } from "../_wallet/use-contract-call.ts";
import { ApproveStep } from "./approve-step.tsx";
import { BatchButton, useCanBatch } from "./batch-button.tsx";

type Props = {
  tokenId: string;
  isApproved: boolean;
  /** Undefined while the form above is not complete. */
  call: ContractCall | undefined;
  deed: string;
  testId: string;
  callsId: string;
  onCalls: (callsId: string) => void;
  onDone: () => void;
};

/** A call that needs the market's approval for the work: in one confirmation where the wallet can, else in two. */
export function ApproveThen({ tokenId, isApproved, call, deed, testId, callsId, onCalls, onDone }: Props) {
  const canBatch = useCanBatch();
  if (callsId !== "" || (!isApproved && canBatch))
    return (
      <BatchButton
        tokenId={tokenId}
        call={call}
        testId={testId}
        callsId={callsId}
        onCalls={onCalls}
        onDone={onDone}
      >
        Allow the market and {deed.toLowerCase()}
      </BatchButton>
    );
  if (!isApproved) return <ApproveStep tokenId={tokenId} deed={deed} />;
  return (
    <CallButton call={call} testId={testId} isPrimary onDone={onDone}>
      {deed}
    </CallButton>
  );
}
