import { chainNamed } from "@graphiti/protocol/chains.ts";
import { connectorsForWallets, type Wallet } from "@rainbow-me/rainbowkit";
import {
  injectedWallet,
  metaMaskWallet,
  rainbowWallet,
  walletConnectWallet,
} from "@rainbow-me/rainbowkit/wallets";
import type { Chain } from "viem";
import { createConfig, createStorage, http } from "wagmi";
import { burnerConnector } from "./burner-connector.ts";
import type { GallerySettings } from "./settings.ts";

const burnerIcon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" fill="#e3c28a"/><path d="M14 5c1 4 5 5.600 5 11a5 5 0 0 1-10 0c0-2 1-3 2-4 .3 1.400 1 2 1.600 2.200C12.300 11 12.600 8 14 5Z" fill="#0c0c0d"/></svg>',
)}`;

function burnerWallet(chain: Chain): Wallet {
  return {
    id: "burner",
    name: "Burner wallet (local play money)",
    shortName: "Burner wallet",
    iconUrl: burnerIcon,
    iconBackground: "#e3c28a",
    installed: true,
    createConnector: (details) => (config) => ({ ...burnerConnector(chain)(config), ...details }),
  };
}

/** The one chain of this gallery, as the wallet sees it. */
export function chainOf(settings: GallerySettings): Chain {
  return { ...chainNamed(settings.chain, settings.rpcUrl), id: settings.chainId };
}

/** Wallets by circumstance: the burner on the local chain, WalletConnect with a project id, injected always. */
export function walletConfig(settings: GallerySettings) {
  const chain = chainOf(settings);
  const projectId = settings.walletConnectProjectId;
  const remote = projectId ? [metaMaskWallet, rainbowWallet, walletConnectWallet] : [];
  const local = settings.chain === "local" ? [() => burnerWallet(chain)] : [];
  const connectors = connectorsForWallets(
    [
      ...(local.length > 0 ? [{ groupName: "No wallet needed", wallets: local }] : []),
      { groupName: "Your wallet", wallets: [...remote, injectedWallet] },
    ],
    { appName: "Graphiti", projectId: projectId ?? "none" },
  );
  return createConfig({
    chains: [chain],
    connectors,
    ssr: true,
    storage: createStorage({
      key: `graphiti.${settings.chainId}`,
      storage: typeof window === "undefined" ? undefined : window.localStorage,
    }),
    transports: { [chain.id]: http(settings.rpcUrl) },
    pollingInterval: settings.chain === "local" ? 500 : 2_000,
  });
}
