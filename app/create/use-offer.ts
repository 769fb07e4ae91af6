"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Gate } from "../_server/gate.ts";
import { explainError } from "../_wallet/explain-error.ts";
import { postJson } from "../_wallet/post-json.ts";
import type { Problem } from "../_wallet/problem.ts";
import type { OfferView } from "./offer-view.ts";

const freshMs = 5 * 60_000;

/** A batch asks for many at once; the gallery lets a few run and a few wait. */
const turns = new Gate({ running: 3, waiting: Number.POSITIVE_INFINITY });

/** What is kept of an offer while it is asked for, in the query cache. */
export const offerQuery = (inputCid: string, service: string) => ({
  queryKey: ["offer", inputCid, service],
  queryFn: () => turns.run(() => postJson<OfferView>("/api/offers", { inputCid, service })),
  staleTime: freshMs,
});

export type OfferState = {
  /** While another is on its way, the one before it: to look at, not to pay. */
  offer?: OfferView;
  isSettled: boolean;
  problem?: Problem;
  again: () => void;
};

/** The offer for a stored picture and a service; one that was asked for before is there at once. */
export function useOffer(inputCid: string | undefined, service: string | undefined): OfferState {
  const query = useQuery({
    ...offerQuery(inputCid ?? "", service ?? ""),
    enabled: inputCid !== undefined && service !== undefined,
    placeholderData: keepPreviousData,
  });
  const isOf = query.data?.inputCid === inputCid;
  return {
    offer: isOf ? query.data : undefined,
    isSettled: isOf && !query.isPlaceholderData && !query.isError,
    problem: query.error ? explainError(query.error) : undefined,
    again: () => void query.refetch(),
  };
}
