"use client";

import type { MarketOrder } from "@graphiti/protocol/market-orders.ts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Hex } from "viem";
import { useSignTypedData } from "wagmi";
import { postJson } from "../../_wallet/post-json.ts";
import type { OrderView } from "../../api/orders/route.ts";

type Kept<Kind extends MarketOrder["kind"]> = OrderView & { order: Extract<MarketOrder, { kind: Kind }> };
export type SignedListingView = Kept<"listing">;
export type SignedOfferView = Kept<"offer">;

const isListing = (each: OrderView): each is SignedListingView => each.order.kind === "listing";
const isOffer = (each: OrderView): each is SignedOfferView => each.order.kind === "offer";

function useOrderQuery(query: string | undefined) {
  const { data = [], isError } = useQuery({
    queryKey: ["orders", query],
    queryFn: async (): Promise<OrderView[]> => {
      const response = await fetch(`/api/orders?${query}`);
      if (!response.ok) throw new Error("the order book does not answer");
      return (await response.json()).orders;
    },
    enabled: query !== undefined,
    refetchInterval: 10_000,
  });
  return { orders: { listings: data.filter(isListing), offers: data.filter(isOffer) }, isError };
}

/** What was signed about a work and left with this gallery, and could be used now or soon. */
export const useOrders = (tokenId: string) => useOrderQuery(`token=${tokenId}`);

/** What an account signed and left with this gallery. */
export const useOrdersOf = (account: string | undefined) => useOrderQuery(account && `account=${account}`);

/** Signs an order in the wallet and leaves it with the gallery. @throws what wallet and gallery refuse with */
export function useLeaveOrder() {
  const { signTypedDataAsync } = useSignTypedData();
  const queries = useQueryClient();
  return async (
    order: {
      [Kind in MarketOrder["kind"]]: Omit<Extract<MarketOrder, { kind: Kind }>, "signature">;
    }[MarketOrder["kind"]],
    toSign: object,
  ): Promise<Hex> => {
    const signature = await signTypedDataAsync(toSign as Parameters<typeof signTypedDataAsync>[0]);
    const { hash } = await postJson<{ hash: Hex }>("/api/orders", { ...order, signature });
    await queries.invalidateQueries({ queryKey: ["orders"] });
    return hash;
  };
}
