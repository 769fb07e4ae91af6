import { formatDuration } from "../_components/format-duration.ts";
import { formatEth, formatEthRange } from "../_components/format-eth.ts";
import type { OfferView } from "./offer-view.ts";

/** Price, time, and what happens if it fails, in plain words and before anything is signed. */
export function OfferTerms({ offer }: { offer: OfferView }) {
  const { quote } = offer;
  const lateFeeWei = BigInt(quote.maxPriceWei) / 4n;
  const rows = [
    { name: "Price", value: formatEthRange(quote.minPriceWei, quote.maxPriceWei), testId: "price" },
    {
      name: "Result",
      value: `${quote.width} × ${quote.height}, lossless PNG`,
      testId: "result-size",
    },
    { name: "Time", value: `about ${formatDuration(quote.estimateSeconds)}`, testId: "estimate" },
    {
      name: "Service",
      value: `${offer.service.name}, ${offer.tiles} ${offer.tiles === 1 ? "tile" : "tiles"}`,
    },
  ];
  return (
    <div className="text-sm leading-6" data-testid="offer">
      <dl>
        {rows.map(({ name, value, testId }) => (
          <div key={name} className="flex justify-between gap-6 border-line border-t py-2.5">
            <dt className="text-faint">{name}</dt>
            <dd className="text-right tabular-nums" data-testid={testId}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      <p className="border-line border-t pt-4 text-soft">
        You pay in {formatEth(quote.maxPriceWei)}. The price rises for {formatDuration(quote.rampSeconds)}{" "}
        until a node takes the job; what is not spent comes back to you as credit.
      </p>
      <div className="mt-6">
        <h3 className="font-medium">If it fails</h3>
        <ul className="mt-2 grid gap-2 text-soft" data-testid="refund-rules">
          <li>Nobody takes the job: close it whenever you like, and everything comes back.</li>
          <li>A node is late: it pays you {formatEth(lateFeeWei)}, and others may take the job.</li>
          <li>
            After {formatDuration(quote.deadlineSeconds)} anybody can end an unfinished job, and the money is
            yours to withdraw. That is the contract’s rule and needs nobody’s consent.
          </li>
          <li>
            A picture that was delivered is paid for. What it looks like is settled by the model, not by
            taste.
          </li>
        </ul>
      </div>
    </div>
  );
}
