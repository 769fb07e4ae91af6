"use client";

import { type Address, isAddressEqual, zeroAddress } from "viem";
import { useAccount } from "wagmi";
import type { HoldingView } from "../_data/portfolio.ts";
import { CallButton } from "../_wallet/call-button.tsx";
import { useSettings } from "../_wallet/settings-context.tsx";
import { useOrdersOf } from "../market/signed/use-orders.ts";
import { PortfolioPart, PortfolioRow } from "./portfolio-part.tsx";

/** Works that somebody may move though nothing of them is on sale, with a way to end that. */
export function StaleApprovals({ account, holdings }: { account: string; holdings: HoldingView[] }) {
  const { addresses } = useSettings();
  const { address } = useAccount();
  const { orders } = useOrdersOf(account);
  const isOwn = address !== undefined && isAddressEqual(address, account as Address);
  const signed = new Set(orders.listings.map(({ order }) => order.order.tokenId));
  const stale = holdings.filter(
    ({ tokenId, approved, priceWei, auctionWei }) =>
      approved && approved !== zeroAddress && !priceWei && !auctionWei && !signed.has(tokenId),
  );
  return (
    <PortfolioPart id="approvals" title="Approvals that nothing needs">
      {stale.map(({ tokenId, approved }) => (
        <PortfolioRow
          key={tokenId}
          tokenId={tokenId}
          says={
            approved && isAddressEqual(approved, addresses.market)
              ? "the market may hand it over, and it is not for sale"
              : `${approved} may move it`
          }
        >
          {isOwn && (
            <CallButton
              call={{
                contract: "art",
                functionName: "approve",
                args: [zeroAddress, BigInt(tokenId)],
                about: { tokenId },
              }}
              testId="revoke"
            >
              Revoke
            </CallButton>
          )}
        </PortfolioRow>
      ))}
    </PortfolioPart>
  );
}
