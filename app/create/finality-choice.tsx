"use client";

import { type Finality, finalities } from "@graphiti/protocol/quote.ts";
import { formatDuration } from "../_components/format-duration.ts";
import { formatEth } from "../_components/format-eth.ts";
import type { OfferView, QuoteView } from "./offer-view.ts";

const names: Record<Finality, string> = { checked: "Fast and checked", cheap: "Cheap and slow" };

function meaningOf(quote: QuoteView): string {
  if (quote.attesters === 0)
    return "Nobody checks. The result waits for its whole window, and you rely on the node that computed it.";
  const sample = quote.sampleTiles === 1 ? "a tile" : `${quote.sampleTiles} tiles`;
  return `${quote.attesters} other operators, drawn by lot, compute ${sample} of every lot again. If they agree, it is final within seconds.`;
}

type Props = {
  quotes: OfferView["quotes"];
  finality: Finality;
  isLocked: boolean;
  onChange: (finality: Finality) => void;
};

/** How the result becomes final: a choice between being sure and paying less. */
export function FinalityChoice({ quotes, finality, isLocked, onChange }: Props) {
  return (
    <fieldset className="grid gap-3" disabled={isLocked} data-testid="finality">
      <legend className="mb-3 font-medium text-sm">How it becomes final</legend>
      {finalities.map((each) => (
        <label
          key={each}
          className="grid cursor-pointer grid-cols-[auto_1fr] gap-x-3 border border-line px-4 py-3.5 text-sm leading-6 transition-colors hover:border-edge has-checked:border-brass has-focus-visible:outline-2 has-focus-visible:outline-brass has-focus-visible:outline-offset-3"
        >
          <input
            type="radio"
            name="finality"
            value={each}
            checked={finality === each}
            onChange={() => onChange(each)}
            className="mt-1.5 size-3.5 accent-brass outline-none"
          />
          <span>
            <span className="flex flex-wrap justify-between gap-x-4">
              <span className="font-medium">{names[each]}</span>
              <span className="text-faint tabular-nums">
                up to {formatEth(quotes[each].maxPriceWei)}, about{" "}
                {formatDuration(quotes[each].estimateSeconds)}
              </span>
            </span>
            <span className="mt-0.5 block text-soft">{meaningOf(quotes[each])}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
