"use client";

import { useConnectModal } from "@rainbow-me/rainbowkit";
import { parseAsString, useQueryStates } from "nuqs";
import { useEffect } from "react";
import { useAccount } from "wagmi";
import { EmptyState } from "../_components/empty-state.tsx";
import { useHydrated } from "../_components/local-time.tsx";

/** Keeps the page on the connected wallet's jobs; the address in the URL is what the server reads. */
export function FollowWallet({ artist }: { artist?: string }) {
  const { address, status } = useAccount();
  const { openConnectModal } = useConnectModal();
  const hydrated = useHydrated();
  const [, setQuery] = useQueryStates(
    { artist: parseAsString, before: parseAsString },
    { shallow: false, history: "replace" },
  );
  useEffect(() => {
    if (address && address.toLowerCase() !== artist?.toLowerCase())
      void setQuery({ artist: address, before: null });
  }, [address, artist, setQuery]);

  if (artist)
    return (
      <p className="-mt-6 mb-8 break-all font-mono text-faint text-xs" data-testid="jobs-of">
        {artist}
      </p>
    );
  if (status === "connecting" || status === "reconnecting" || address)
    return (
      <p role="status" className="eyebrow breathing min-h-72">
        Fetching your jobs
      </p>
    );
  return (
    <EmptyState
      testId="jobs-without-wallet"
      title="Connect the wallet that you posted with."
      action={
        <button
          type="button"
          className="button button-primary"
          disabled={!hydrated}
          onClick={openConnectModal}
        >
          Connect wallet
        </button>
      }
    >
      <p>Jobs belong to wallets. There is no account and no password.</p>
    </EmptyState>
  );
}
