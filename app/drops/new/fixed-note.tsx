import type { Quote } from "@graphiti/protocol/quote.ts";
import { formatEth } from "../../_components/format-eth.ts";
import type { DropTerms } from "./drop-draft.ts";

/** What opening costs, what the artist gets, and what can never be changed. */
export function FixedNote({ terms, quote }: { terms: DropTerms | undefined; quote: Quote }) {
  const { maxPriceWei } = quote;
  const leastWei = terms && terms.floorPrice > maxPriceWei ? terms.floorPrice - maxPriceWei : 0n;
  const rows = [
    { name: "Opening", value: "the network’s fee" },
    { name: "Computing a work", value: `up to ${formatEth(maxPriceWei)}, out of its price` },
    terms && {
      name: "To you for a work",
      value: `at least ${formatEth(leastWei)}`,
    },
    terms && {
      name: "If all sell, for the last price",
      value: formatEth(leastWei * BigInt(terms.supply)),
    },
  ].filter((row) => row !== undefined);
  return (
    <div className="grid gap-4">
      <dl className="text-sm leading-6" data-testid="drop-costs">
        {rows.map(({ name, value }) => (
          <div key={name} className="flex justify-between gap-6 border-line border-t py-2.5">
            <dt className="shrink-0 text-faint">{name}</dt>
            <dd className="text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="text-soft text-sm leading-6">
        <strong className="font-medium text-ink">Everything is fixed for good.</strong> A drop cannot be
        changed, stopped or called off. You are paid for works that were minted, when they are settled after
        the sale; works that nobody posts within a week of its end are paid back. The contracts are unaudited.
      </p>
    </div>
  );
}
