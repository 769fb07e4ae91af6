import { AddressText, TransactionText } from "../../_components/chain-links.tsx";
import { formatEth } from "../../_components/format-eth.ts";
import { LocalTime } from "../../_components/local-time.tsx";
import type { BidView } from "../../_data/work-trade.ts";

/** The bids of an auction, the highest first. */
export function BidLadder({ bids, explorerUrl }: { bids: BidView[]; explorerUrl?: string }) {
  if (bids.length === 0) return null;
  return (
    <div>
      <h3 className="mb-2 font-medium text-sm">Bids</h3>
      <ol className="border-line border-b text-sm leading-6" data-testid="bids">
        {bids.map(({ id, bidder, amountWei, hash, at }, index) => (
          <li
            key={id}
            className={`flex flex-wrap justify-between gap-x-6 border-line border-t py-2 ${index > 0 ? "text-faint" : ""}`}
          >
            <span className="tabular-nums">{formatEth(amountWei)}</span>
            <span className="flex flex-wrap gap-x-4">
              <AddressText address={bidder} explorerUrl={explorerUrl} />
              <LocalTime seconds={at} />
              <TransactionText hash={hash} explorerUrl={explorerUrl} />
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
