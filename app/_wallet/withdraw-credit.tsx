"use client";

import { useAccount } from "wagmi";
import { formatEth } from "../_components/format-eth.ts";
import { CallButton } from "./call-button.tsx";
import { useCredit } from "./use-credit.ts";

/** The connected wallet's credit, with a button that takes it home. Nothing where there is none. */
export function WithdrawCredit() {
  const { address } = useAccount();
  const { creditWei } = useCredit();
  if (!address || !creditWei) return null;
  return (
    <CallButton call={{ functionName: "withdraw", args: [address], about: {} }} testId="withdraw" isPrimary>
      Withdraw {formatEth(creditWei)}
    </CallButton>
  );
}
