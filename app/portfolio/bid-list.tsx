import { formatEth } from "../_components/format-eth.ts";
import { LocalTime } from "../_components/local-time.tsx";
import type { OpenBidView } from "../_data/portfolio.ts";
import { PortfolioPart, PortfolioRow } from "./portfolio-part.tsx";

/** The account's bids in auctions that are not settled. */
export function BidList({ bids }: { bids: OpenBidView[] }) {
  return (
    <PortfolioPart id="bids" title="Bids">
      {bids.map(({ tokenId, amountWei, highestWei, endsAt }) => (
        <PortfolioRow
          key={tokenId}
          tokenId={tokenId}
          says={
            <>
              {formatEth(amountWei)},{" "}
              {amountWei === highestWei
                ? "the highest"
                : `outbid with ${formatEth(highestWei)}; yours came back`}
              {endsAt !== undefined && (
                <>
                  , ends <LocalTime seconds={endsAt} />
                </>
              )}
            </>
          }
        />
      ))}
    </PortfolioPart>
  );
}
