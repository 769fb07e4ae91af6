"use client";

import { useConnectModal } from "@rainbow-me/rainbowkit";
import { useAccount, useConnect } from "wagmi";
import { useHydrated } from "../_components/local-time.tsx";
import { useSettings } from "./settings-context.tsx";

/** The ways to a wallet; on the local chain the burner wallet comes first. */
export function ConnectChoice() {
  const settings = useSettings();
  const { openConnectModal } = useConnectModal();
  const { connect, connectors, isPending } = useConnect();
  const hydrated = useHydrated();
  const { status } = useAccount();
  // Before the page is alive a click is lost, and while it looks for a wallet from before, a connection may be.
  const isLooking = !hydrated || status === "connecting" || status === "reconnecting";
  const burner = connectors.find((connector) => connector.id === "burner");
  return (
    <div className="grid gap-3">
      {settings.chain === "local" && burner && (
        <button
          type="button"
          className="button button-primary"
          disabled={isLooking || isPending}
          onClick={() => connect({ connector: burner })}
          data-testid="use-burner"
        >
          {isPending ? "Fetching play money" : "Use a burner wallet"}
        </button>
      )}
      <button
        type="button"
        className={settings.chain === "local" ? "button" : "button button-primary"}
        disabled={!hydrated}
        onClick={openConnectModal}
      >
        Connect wallet
      </button>
      {settings.chain === "local" && (
        <p className="text-faint text-xs leading-5">
          The burner wallet is made in this browser and filled with play money. It needs no extension.
        </p>
      )}
    </div>
  );
}
