import { formatEth } from "../_components/format-eth.ts";
import { LocalTime } from "../_components/local-time.tsx";
import type { HoldingView } from "../_data/portfolio.ts";
import { PortfolioPart, PortfolioRow } from "./portfolio-part.tsx";

function Standing({ priceWei, listedUntil, auctionWei, auctionEndsAt }: HoldingView) {
  if (auctionWei && auctionEndsAt)
    return (
      <>
        highest bid {formatEth(auctionWei)}, ends <LocalTime seconds={auctionEndsAt} />
      </>
    );
  if (priceWei && listedUntil)
    return (
      <>
        listed for {formatEth(priceWei)}, until <LocalTime seconds={listedUntil} />
      </>
    );
  if (auctionWei) return <>auction from {formatEth(auctionWei)}, no bid yet</>;
  return <>not for sale</>;
}

/** The account's works, and how each is on sale. */
export function HoldingList({ holdings }: { holdings: HoldingView[] }) {
  return (
    <PortfolioPart id="holdings" title="Works" empty="This wallet has no work.">
      {holdings.map((each) => (
        <PortfolioRow key={each.tokenId} tokenId={each.tokenId} says={<Standing {...each} />} />
      ))}
    </PortfolioPart>
  );
}
