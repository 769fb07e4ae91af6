import { AddressText, TransactionText } from "../_components/chain-links.tsx";
import { formatEth } from "../_components/format-eth.ts";
import { LocalTime } from "../_components/local-time.tsx";
import type { SaleView } from "../_data/work-trade.ts";

const ways: Record<SaleView["kind"], string> = {
  listing: "Bought",
  signedListing: "Bought at a signed price",
  offer: "Offer accepted",
  signedOffer: "Signed offer accepted",
  auction: "Auction",
};

/** For what a work was sold before. */
export function SalesHistory({ sales, explorerUrl }: { sales: SaleView[]; explorerUrl?: string }) {
  return (
    <section aria-labelledby="sales" data-testid="sales">
      <h2 id="sales" className="subtitle mb-4">
        Sales
      </h2>
      {sales.length === 0 && (
        <p className="border-line border-y py-4 text-faint text-sm">It was never sold here.</p>
      )}
      {sales.length > 0 && (
        <ul className="border-line border-b text-sm leading-6">
          {sales.map(({ id, kind, seller, buyer, priceWei, hash, at }) => (
            <li key={id} className="grid grid-cols-[1fr_auto] gap-x-6 border-line border-t py-3">
              <span>{ways[kind]}</span>
              <span className="text-right tabular-nums">{formatEth(priceWei)}</span>
              <span className="col-span-2 flex flex-wrap gap-x-4 text-faint text-xs leading-5">
                <span>
                  <AddressText address={seller} explorerUrl={explorerUrl} /> to{" "}
                  <AddressText address={buyer} explorerUrl={explorerUrl} />
                </span>
                <LocalTime seconds={at} />
                <TransactionText hash={hash} explorerUrl={explorerUrl} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
