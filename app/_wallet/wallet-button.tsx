"use client";

import { ConnectButton } from "@rainbow-me/rainbowkit";
import { shortAddress } from "../_components/short-hash.ts";

/** Connects a wallet, or shows the one that is connected. Keeps its width, so that the header stays still. */
export function WalletButton() {
  return (
    <ConnectButton.Custom>
      {({ account, chain, mounted, openConnectModal, openAccountModal, openChainModal }) => {
        const style = "button min-h-10 min-w-[8.25rem] px-3.5 text-[0.8125rem]";
        if (!mounted || !account)
          return (
            <button
              type="button"
              className={style}
              disabled={!mounted}
              onClick={openConnectModal}
              data-testid="connect-wallet"
            >
              Connect wallet
            </button>
          );
        if (chain?.unsupported)
          return (
            <button type="button" className={`${style} border-bad text-bad`} onClick={openChainModal}>
              Wrong network
            </button>
          );
        return (
          <button type="button" className={style} onClick={openAccountModal} data-testid="account">
            <span aria-hidden="true" className="size-1.5 rounded-full bg-good" />
            <span className="sr-only">Wallet </span>
            <span className="font-mono font-normal">{shortAddress(account.address)}</span>
          </button>
        );
      }}
    </ConnectButton.Custom>
  );
}
