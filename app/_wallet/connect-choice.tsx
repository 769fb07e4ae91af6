"use client";

import { useConnectModal } from "@rainbow-me/rainbowkit";
import { useConnect } from "wagmi";
import { useSettings } from "./settings-context.tsx";

/** The ways to a wallet; on the local chain the burner wallet comes first. */
export function ConnectChoice() {
  const settings = useSettings();
  const { openConnectModal } = useConnectModal();
  const { connect, connectors, isPending } = useConnect();
  const burner = connectors.find((connector) => connector.id === "burner");
  return (
    <div className="grid gap-3">
      {settings.chain === "local" && burner && (
        <button
          type="button"
          className="button button-primary"
          disabled={isPending}
          onClick={() => connect({ connector: burner })}
          data-testid="use-burner"
        >
          {isPending ? "Fetching play money" : "Use a burner wallet"}
        </button>
      )}
      <button
        type="button"
        className={settings.chain === "local" ? "button" : "button button-primary"}
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
