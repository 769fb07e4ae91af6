"use client";

import { darkTheme, RainbowKitProvider, type Theme } from "@rainbow-me/rainbowkit";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { WagmiProvider } from "wagmi";
import type { GallerySettings } from "./settings.ts";
import { SettingsProvider } from "./settings-context.tsx";
import { TransactionWatcher } from "./transaction-watcher.tsx";
import { walletConfig } from "./wallet-config.ts";

function galleryTheme(): Theme {
  const base = darkTheme({
    accentColor: "#f3f1ec",
    accentColorForeground: "#08080a",
    borderRadius: "small",
    fontStack: "system",
    overlayBlur: "small",
  });
  return {
    ...base,
    colors: {
      ...base.colors,
      modalBackground: "#141416",
      modalBorder: "#26262a",
      modalText: "#f3f1ec",
      modalTextSecondary: "#bcb8b0",
      modalTextDim: "#918d86",
      menuItemBackground: "#1c1c1f",
      generalBorder: "#26262a",
      modalBackdrop: "rgb(8 8 10 / 0.72)",
    },
    fonts: { body: "var(--font-geist-sans), system-ui, sans-serif" },
  };
}

/** Wallets, the chain and the settings for every island on the page. */
export function WalletProvider(props: { settings: GallerySettings; children: ReactNode }) {
  const [config] = useState(() => walletConfig(props.settings));
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 5_000, retry: 1 } } }),
  );
  const [theme] = useState(galleryTheme);
  return (
    <SettingsProvider settings={props.settings}>
      <WagmiProvider config={config}>
        <QueryClientProvider client={queries}>
          <RainbowKitProvider theme={theme} modalSize="compact" locale="en" appInfo={{ appName: "Graphiti" }}>
            {props.children}
            <TransactionWatcher />
          </RainbowKitProvider>
        </QueryClientProvider>
      </WagmiProvider>
    </SettingsProvider>
  );
}
