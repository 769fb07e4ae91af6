import Link from "next/link";
import { formatEth } from "../_components/format-eth.ts";
import { shortAddress } from "../_components/short-hash.ts";
import type { DropPartView } from "../_data/drops.ts";
import { PortfolioPart, PortfolioRow } from "./portfolio-part.tsx";

const bought = (works: number) =>
  works === 0 ? "nothing bought" : `${works.toLocaleString("en-GB")} bought`;

/** The drops that the account bought in, or that owe it something. */
export function DropList({ parts }: { parts: DropPartView[] }) {
  return (
    <PortfolioPart id="drops" title="Drops">
      {parts.map(({ drop, works, creditWei }) => (
        <PortfolioRow
          key={drop}
          says={
            <>
              <Link href={`/drops/${drop}`} className="link mr-3" prefetch={false}>
                Drop {shortAddress(drop)}
              </Link>
              {bought(works)}
              {creditWei !== "0" && `, ${formatEth(creditWei)} to take home`}
            </>
          }
        />
      ))}
    </PortfolioPart>
  );
}
