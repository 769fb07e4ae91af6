"use client";

import { CallButton } from "../../_wallet/call-button.tsx";
import { nonceBit } from "./order-nonce.ts";

/** Spends the number of an order, so that nobody can use it any more. */
export function CancelOrder({ nonce, tokenId }: { nonce: string; tokenId?: string }) {
  return (
    <CallButton
      call={{
        contract: "market",
        functionName: "cancelNonces",
        args: nonceBit(BigInt(nonce)),
        about: tokenId ? { tokenId } : {},
      }}
      testId="cancel-order"
    >
      Cancel it on the chain
    </CallButton>
  );
}
