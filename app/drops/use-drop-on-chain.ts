"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useAccount, usePublicClient } from "wagmi";
import { useSettings } from "../_wallet/settings-context.tsx";
import { dropKey, readDrop } from "./drop-on-chain.ts";

const againMs = 3_000;

/**
 * A drop as the chain itself has it, with the connected wallet's part, read again while it is looked at.
 * @param indexed how many works the index has
 */
export function useDropOnChain(drop: Address, indexed: number) {
  const client = usePublicClient();
  const { addresses } = useSettings();
  const { address: account } = useAccount();
  return useQuery({
    queryKey: dropKey(drop, account, indexed),
    queryFn: () => {
      if (!client) throw new Error("there is no chain to ask");
      return readDrop(client, addresses, { drop, indexed, account });
    },
    placeholderData: keepPreviousData,
    refetchInterval: againMs,
  });
}
