"use client";

import { encodeGenerateParams } from "@graphiti/protocol/generate-params.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { explainError } from "../../_wallet/explain-error.ts";
import { postJson } from "../../_wallet/post-json.ts";
import { type Choice, paramsOf } from "../choice/choice.ts";
import type { GenerateOfferView } from "./generate-offer-view.ts";

const pauseMs = 700;
const freshMs = 5 * 60_000;

function requestOf(choice: Choice): string {
  const params = paramsOf(choice);
  const { service, width, height } = choice;
  return params ? JSON.stringify({ service, params: encodeGenerateParams(params), width, height }) : "";
}

/** The offer for what is chosen, asked for shortly after the choosing stops. */
export function useGenerateOffer(choice: Choice) {
  const wanted = requestOf(choice);
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), pauseMs);
    return () => clearTimeout(timer);
  }, [wanted]);
  const query = useQuery({
    queryKey: ["generate-offer", asked],
    queryFn: () => postJson<GenerateOfferView>("/api/generate-offers", JSON.parse(asked)),
    enabled: asked !== "",
    staleTime: freshMs,
    placeholderData: keepPreviousData,
  });
  return {
    /** While another is on its way, the one before it: to look at, not to pay. */
    found: query.data,
    isSettled: asked === wanted && wanted !== "" && query.isSuccess && !query.isPlaceholderData,
    problem: query.error ? explainError(query.error) : undefined,
    again: () => void query.refetch(),
  };
}
