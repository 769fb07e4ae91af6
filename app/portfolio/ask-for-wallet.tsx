"use client";

import { useAccount } from "wagmi";
import { EmptyState } from "../_components/empty-state.tsx";
import { ConnectChoice } from "../_wallet/connect-choice.tsx";

/** Whose portfolio it is, or the way to a wallet. */
export function AskForWallet({ account }: { account?: string }) {
  const { address, status } = useAccount();
  if (account)
    return (
      <p className="-mt-6 mb-8 break-all font-mono text-faint text-xs" data-testid="portfolio-of">
        {account}
      </p>
    );
  if (address || status === "connecting" || status === "reconnecting")
    return (
      <p role="status" className="eyebrow min-h-72">
        Fetching your works
      </p>
    );
  return (
    <EmptyState title="Connect a wallet to see what it has." action={<ConnectChoice />}>
      <p>Works, bids and offers belong to wallets. There is no account and no password.</p>
    </EmptyState>
  );
}
