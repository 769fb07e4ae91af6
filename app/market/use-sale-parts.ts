"use client";

import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { type Address, isAddressEqual } from "viem";
import { useReadContract } from "wagmi";
import { useSettings } from "../_wallet/settings-context.tsx";
import { saleParts } from "./sale-parts.ts";

type Sale = { tokenId: string; priceWei: bigint | undefined; seller: Address; referrerBps: number };

/** Where a price would go, by the market's own words. Undefined until it has answered. */
export function useSaleParts({ tokenId, priceWei, seller, referrerBps }: Sale) {
  const { addresses, chainId } = useSettings();
  const market = { address: addresses.market, abi: artMarketAbi, chainId } as const;
  const fee = useReadContract({
    ...market,
    functionName: "FEE_BPS",
    query: { staleTime: Number.POSITIVE_INFINITY },
  });
  const royalty = useReadContract({
    ...market,
    functionName: "royaltyOf",
    args: priceWei === undefined ? undefined : [addresses.art, BigInt(tokenId), priceWei],
    query: { enabled: priceWei !== undefined, staleTime: Number.POSITIVE_INFINITY },
  });
  const share = useReadContract({
    ...market,
    functionName: "operatorShareOf",
    args: priceWei === undefined ? undefined : [addresses.art, BigInt(tokenId), priceWei],
    query: { enabled: priceWei !== undefined, staleTime: Number.POSITIVE_INFINITY },
  });
  if (priceWei === undefined || fee.data === undefined) return undefined;
  if (royalty.data === undefined || share.data === undefined) return undefined;
  const [receiver, royaltyWei] = royalty.data;
  return {
    priceWei,
    receiver,
    ...saleParts(priceWei, {
      royaltyWei,
      isRoyaltyToSeller: isAddressEqual(receiver, seller),
      operatorShareWei: share.data,
      feeBps: Number(fee.data),
      referrerBps,
    }),
  };
}
