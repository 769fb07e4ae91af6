"use client";

import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { type Address, isAddressEqual } from "viem";
import { useAccount, useReadContract } from "wagmi";
import { formatEth } from "../_components/format-eth.ts";
import { CallButton } from "../_wallet/call-button.tsx";
import { useSettings } from "../_wallet/settings-context.tsx";
import { PortfolioPart, PortfolioRow } from "./portfolio-part.tsx";

/** What the market could not send to an account and keeps for it, by the chain itself. Nothing where there is none. */
export function MarketCredit({ account }: { account: string }) {
  const { addresses, chainId } = useSettings();
  const { address } = useAccount();
  const { data: creditWei } = useReadContract({
    address: addresses.market,
    abi: artMarketAbi,
    chainId,
    functionName: "creditOf",
    args: [account as Address],
    query: { refetchInterval: 6_000 },
  });
  if (!creditWei) return null;
  const isOwn = address !== undefined && isAddressEqual(address, account as Address);
  return (
    <PortfolioPart id="market-credit" title="To take home">
      <PortfolioRow says={<>{formatEth(creditWei)} could not be sent to this wallet and waits for it.</>}>
        {isOwn && (
          <CallButton
            call={{ contract: "market", functionName: "withdraw", args: [address], about: {} }}
            testId="withdraw-market"
            isPrimary
          >
            Withdraw {formatEth(creditWei)}
          </CallButton>
        )}
      </PortfolioRow>
    </PortfolioPart>
  );
}
