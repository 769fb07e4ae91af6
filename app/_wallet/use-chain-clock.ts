"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { usePublicClient } from "wagmi";
import { useSettings } from "./settings-context.tsx";

/**
 * The chain's time in Unix seconds, ticking. Deadlines are the chain's business, and its clock may differ
 * from the reader's.
 * @returns undefined until the chain has answered once
 */
export function useChainClock(): number | undefined {
  const client = usePublicClient();
  const { chainId } = useSettings();
  const { data: aheadSeconds } = useQuery({
    queryKey: ["chain-clock", chainId],
    queryFn: async () => {
      const block = await client?.getBlock();
      return block ? Number(block.timestamp) - Math.floor(Date.now() / 1000) : 0;
    },
    refetchInterval: 4_000,
  });
  const [now, setNow] = useState<number>();
  useEffect(() => {
    if (aheadSeconds === undefined) return;
    const tick = () => setNow(Math.floor(Date.now() / 1000) + aheadSeconds);
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [aheadSeconds]);
  return now;
}
