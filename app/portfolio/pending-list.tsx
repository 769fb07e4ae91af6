"use client";

import { type Address, isAddressEqual } from "viem";
import { TransactionText } from "../_components/chain-links.tsx";
import { deedOf } from "../_components/transaction-notices.tsx";
import { useSettings } from "../_wallet/settings-context.tsx";
import { useTransactions } from "../_wallet/use-transactions.ts";
import { PortfolioPart, PortfolioRow } from "./portfolio-part.tsx";

/** Transactions of this browser that the chain has not settled yet. */
export function PendingList({ account }: { account: string }) {
  const { explorerUrl } = useSettings();
  const pending = useTransactions().filter(
    ({ status, from }) => status === "pending" && isAddressEqual(from, account as Address),
  );
  return (
    <PortfolioPart id="pending" title="On their way">
      {pending.map((kept) => (
        <PortfolioRow key={kept.hash} tokenId={kept.args.tokenId} says={deedOf(kept)}>
          <TransactionText hash={kept.hash} explorerUrl={explorerUrl} />
        </PortfolioRow>
      ))}
    </PortfolioPart>
  );
}
