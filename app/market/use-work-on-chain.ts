"use client";

import { useQuery } from "@tanstack/react-query";
import { usePublicClient } from "wagmi";
import { useSettings } from "../_wallet/settings-context.tsx";
import { readWork, workKey } from "./work-on-chain.ts";

const againMs = 4_000;

/** A work as the chain itself has it, read again while it is looked at. */
export function useWorkOnChain(tokenId: string) {
  const client = usePublicClient();
  const { addresses } = useSettings();
  return useQuery({
    queryKey: workKey(tokenId),
    queryFn: () => {
      if (!client) throw new Error("there is no chain to ask");
      return readWork(client, addresses, BigInt(tokenId));
    },
    refetchInterval: againMs,
  });
}
