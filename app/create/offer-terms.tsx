import { formatDuration } from "../_components/format-duration.ts";
import { formatEth, formatEthRange } from "../_components/format-eth.ts";
import { PriceCurve } from "../_components/price-curve.tsx";
import { serviceTitle } from "../_components/service-title.ts";
import type { QuoteView } from "./offer-view.ts";

const tilesOf = (count: number) => `${count} ${count === 1 ? "tile" : "tiles"}`;

function cutOf({ tiles, lots, tilesPerLot }: QuoteView): string {
  if (lots === 1) return `${tilesOf(tiles)}, one node`;
  return `${tilesOf(tiles)} in ${lots - 1} lots of up to ${tilesPerLot}`;
}

function claimSentence({ claim, rampSeconds, maxPriceWei }: QuoteView): string {
  const rule = `You pay in ${formatEth(maxPriceWei)}. The price rises for ${formatDuration(rampSeconds)} until a node takes the work, and what is not spent comes back to you as credit.`;
  if (!claim)
    return `${rule} No work of this service has been claimed yet, so there is no telling when it will be taken.`;
  const basis = claim.claims === 1 ? "the last claim" : `the last ${claim.claims} claims`;
  const when =
    claim.openSeconds === 0 ? "at once" : `about ${formatDuration(claim.openSeconds)} after you post`;
  return `${rule} Going by ${basis}, it will be taken ${when}.`;
}

type Props = { service: string; quote: QuoteView; isSettled: boolean };

/** Price, time, and what happens if it fails, in plain words and before anything is signed. */
export function OfferTerms({ service, quote, isSettled }: Props) {
  const rows = [
    { name: "Price", value: formatEthRange(quote.minPriceWei, quote.maxPriceWei), testId: "price" },
    { name: "Result", value: `${quote.width} × ${quote.height}, lossless PNG`, testId: "result-size" },
    { name: "Time", value: `about ${formatDuration(quote.estimateSeconds)}`, testId: "estimate" },
    { name: "Service", value: serviceTitle(service) },
    { name: "Work", value: cutOf(quote), testId: "cut" },
  ];
  return (
    <div
      className="text-sm leading-6 transition-opacity data-[settled=false]:opacity-50"
      data-testid="offer"
      data-settled={isSettled}
    >
      <dl className="border-line border-b">
        {rows.map(({ name, value, testId }) => (
          <div key={name} className="flex justify-between gap-6 border-line border-t py-2.5">
            <dt className="text-faint">{name}</dt>
            <dd className="text-right tabular-nums" data-testid={testId}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-6">
        <PriceCurve
          minPriceWei={quote.minPriceWei}
          maxPriceWei={quote.maxPriceWei}
          rampSeconds={quote.rampSeconds}
          marks={
            quote.claim
              ? [{ openSeconds: quote.claim.openSeconds, name: "probably claimed", kind: "estimate" }]
              : []
          }
          caption={claimSentence(quote)}
        />
      </div>
      <RefundRules quote={quote} />
    </div>
  );
}

function RefundRules({ quote }: { quote: QuoteView }) {
  const lateFeeWei = BigInt(quote.maxPriceWei) / 4n;
  const isCut = quote.lots > 1;
  return (
    <div className="mt-6">
      <h3 className="font-medium">If it fails</h3>
      <ul className="mt-2 grid gap-2 text-soft" data-testid="refund-rules">
        <li>Nobody takes the work: close the job whenever you like, and everything comes back.</li>
        <li>
          A node is late: it pays you {isCut ? "a quarter of what its lot may cost" : formatEth(lateFeeWei)},
          and others may take the work.
        </li>
        {quote.attesters > 0 && (
          <li>
            Those who check do not agree: the majority decides. If there is none, nobody is paid for that lot,
            its node pays a fee, and it is computed again. This can take up to{" "}
            {formatDuration(quote.spanSeconds)} a lot.
          </li>
        )}
        {isCut && (
          <li>
            The lots are paid as they are finished. If nobody joins them at the end, you may do so yourself
            with one command, and are never left with paid tiles and no token.
          </li>
        )}
        <li>
          After {formatDuration(quote.deadlineSeconds)} anybody can end what is unfinished, and its money is
          yours to withdraw. That is the contract’s rule and needs nobody’s consent.
        </li>
        <li>What was delivered is paid for. How it looks is settled by the model, not by taste.</li>
      </ul>
    </div>
  );
}
