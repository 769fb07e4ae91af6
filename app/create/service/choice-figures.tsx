import { formatDuration } from "../../_components/format-duration.ts";
import { formatEth } from "../../_components/format-eth.ts";
import type { QuoteView } from "../offer-view.ts";

type Props = { quote?: QuoteView; isSettled: boolean };

/** What the choice comes to: size, time and price at a glance. Keeps its height while another offer is on its way. */
export function ChoiceFigures({ quote, isSettled }: Props) {
  const figures = [
    { name: "Result", value: quote && `${quote.width} × ${quote.height}`, testId: "figure-size" },
    { name: "Time", value: quote && `about ${formatDuration(quote.estimateSeconds)}`, testId: "figure-time" },
    { name: "Price", value: quote && `up to ${formatEth(quote.maxPriceWei)}`, testId: "figure-price" },
  ];
  return (
    <dl
      data-testid="figures"
      data-settled={isSettled}
      aria-busy={!isSettled}
      className="grid grid-cols-2 gap-x-4 gap-y-3 border-line border-y py-3 transition-opacity data-[settled=false]:opacity-50 sm:grid-cols-[auto_auto_auto] sm:justify-between"
    >
      {figures.map(({ name, value, testId }) => (
        <div key={name} className="first:col-span-2 sm:first:col-span-1">
          <dt className="text-faint text-xs leading-5">{name}</dt>
          <dd className="font-medium tabular-nums leading-6" data-testid={testId}>
            {value ?? <span className="text-edge">—</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
