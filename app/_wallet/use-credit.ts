"use client";

import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { useAccount, useReadContract } from "wagmi";
import { useSettings } from "./settings-context.tsx";

/** What the connected wallet may withdraw, in wei, read from the chain itself. */
export function useCredit(): { creditWei: bigint | undefined; isError: boolean } {
  const { addresses, chainId } = useSettings();
  const { address } = useAccount();
  const { data, isError } = useReadContract({
    address: addresses.escrow,
    abi: jobEscrowAbi,
    chainId,
    functionName: "accounts",
    args: address && [address],
    query: { enabled: address !== undefined, refetchInterval: 6_000 },
  });
  return { creditWei: data?.credit, isError };
}
