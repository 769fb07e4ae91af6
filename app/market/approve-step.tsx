"use client";

import type { Address } from "viem";
import { CallButton } from "../_wallet/call-button.tsx";
import { useSettings } from "../_wallet/settings-context.tsx";
import type { ContractCall } from "../_wallet/use-contract-call.ts";

/** The call that lets the market hand over this one work, and no other of the owner's. */
export const approval = (market: Address, tokenId: string): ContractCall => ({
  contract: "art",
  functionName: "approve",
  args: [market, BigInt(tokenId)],
  about: { tokenId },
});

/** The first of two steps: allowing the market to hand the work over. The chain says when it is done. */
export function ApproveStep({ tokenId, deed }: { tokenId: string; deed: string }) {
  const { addresses } = useSettings();
  const step = "grid gap-3 border-line border-t py-4 text-sm leading-6";
  return (
    <ol className="border-line border-b" data-testid="two-steps">
      <li className={step} aria-current="step">
        <p className="font-medium">1. Allow the market to hand over this work</p>
        <p className="text-soft">
          Only this one, and only to somebody who pays what you ask. It ends when the work changes hands.
        </p>
        <CallButton call={approval(addresses.market, tokenId)} testId="approve" isPrimary>
          Allow it
        </CallButton>
      </li>
      <li className={`${step} text-faint`}>2. {deed}</li>
    </ol>
  );
}
