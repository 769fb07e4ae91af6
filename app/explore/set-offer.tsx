"use client";

import { mostTokens } from "@graphiti/protocol/market-orders.ts";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import { explainError } from "../_wallet/explain-error.ts";
import { ApiProblem, problemIn } from "../_wallet/problem.ts";
import { useChainClock } from "../_wallet/use-chain-clock.ts";
import { SignOffer } from "../market/offers/sign-offer.tsx";
import { useOfferTerms } from "../market/offers/use-offer-terms.tsx";
import { type Filters, idsPath } from "./filters.ts";

type Props = { filters: Filters; total: number };

function Form({ filters, nowSeconds }: { filters: Filters; nowSeconds: number }) {
  const path = idsPath(filters);
  const { data: tokenIds, error } = useQuery({
    queryKey: [path],
    queryFn: async (): Promise<string[]> => {
      const response = await fetch(path);
      const answer = await response.json();
      if (!response.ok) throw new ApiProblem(problemIn(answer));
      return answer.ids;
    },
    // What is signed is what was found when the form was opened.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const { amountWei, expiresAt, fields, forget } = useOfferTerms(nowSeconds);
  const [count, setCount] = useState(0);
  // None would stand for the whole collection.
  const hasWorks = tokenIds !== undefined && tokenIds.length > 0;
  if (error) return <ProblemPanel problem={explainError(error)} />;
  return (
    <div className="grid max-w-[30rem] gap-5 pt-4">
      {fields}
      <SignOffer
        tokenIds={tokenIds ?? []}
        amountWei={hasWorks ? amountWei : undefined}
        expiresAt={expiresAt}
        onDone={() => {
          forget();
          setCount(count + 1);
        }}
      />
      {count > 0 && (
        <p role="status" className="text-soft text-sm leading-6" data-testid="set-offered">
          Signed, and shown to the owners of these {tokenIds?.length.toLocaleString("en-GB")} works.
        </p>
      )}
    </div>
  );
}

/** One signed offer for any of the works that are looked for: the first owner who accepts sells theirs. */
export function SetOffer({ filters, total }: Props) {
  const [isOpen, setOpen] = useState(false);
  const nowSeconds = useChainClock();
  if (total > mostTokens) return null;
  return (
    <details
      className="pb-6 text-sm leading-6"
      data-testid="set-offer"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="text-soft">Offer for any of these {total.toLocaleString("en-GB")} works</summary>
      <p className="max-w-[60ch] pt-3 text-faint text-xs leading-5">
        The first owner who accepts sells you theirs. Wrapped ether stays in your wallet until then; works
        that come later are not meant.
      </p>
      {isOpen && nowSeconds !== undefined && <Form filters={filters} nowSeconds={nowSeconds} />}
    </details>
  );
}
