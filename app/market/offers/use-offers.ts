"use client";

import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { useQuery } from "@tanstack/react-query";
import { type Address, getAddress } from "viem";
import { useAccount, usePublicClient } from "wagmi";
import { useSettings } from "../../_wallet/settings-context.tsx";

export type OfferOnChain = { maker: Address; amountWei: bigint; expiresAt: number };

/**
 * The ether that stands for a work, by the chain: of those that the index names and of the reader, highest first.
 */
export function useOffers(tokenId: string, makers: readonly Address[]): OfferOnChain[] {
  const client = usePublicClient();
  const { addresses } = useSettings();
  const { address } = useAccount();
  const asked = [
    ...new Set([...makers, ...(address ? [address] : [])].map((each) => getAddress(each))),
  ].sort();
  const { data = [] } = useQuery({
    queryKey: ["offers-on-chain", tokenId, asked],
    queryFn: async () => {
      if (!client) throw new Error("there is no chain to ask");
      const offers = await Promise.all(
        asked.map(async (maker) => {
          const { amount, expiresAt } = await client.readContract({
            address: addresses.market,
            abi: artMarketAbi,
            functionName: "offerOf",
            args: [addresses.art, BigInt(tokenId), maker],
          });
          return { maker, amountWei: amount, expiresAt };
        }),
      );
      return offers
        .filter(({ amountWei }) => amountWei > 0n)
        .sort((one, other) => (one.amountWei > other.amountWei ? -1 : 1));
    },
    refetchInterval: 6_000,
    placeholderData: (earlier) => earlier,
  });
  return data;
}
