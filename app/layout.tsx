import "@rainbow-me/rainbowkit/styles.css";
import "./globals.css";
import { readEnv } from "@graphiti/protocol/env.ts";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { connection } from "next/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { NetworkNotices } from "./_components/network-notices.tsx";
import { PageTitle } from "./_components/page-title.tsx";
import { ProblemPanel } from "./_components/problem-panel.tsx";
import { sharedAs, siteName } from "./_components/shared-as.ts";
import { SiteFooter } from "./_components/site-footer.tsx";
import { SiteHeader } from "./_components/site-header.tsx";
import { attempt } from "./_server/attempt.ts";
import { gallerySettings } from "./_server/settings.ts";
import { WalletProvider } from "./_wallet/wallet-provider.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const host = (await headers()).get("host") ?? "127.0.0.1:3000";
  return {
    metadataBase: new URL(readEnv().GALLERY_URL ?? `http://${host}`),
    ...sharedAs(siteName),
  };
}

export const viewport: Viewport = { themeColor: "#0c0c0d", colorScheme: "dark" };

const chainNames = { local: "Local chain", "arbitrum-sepolia": "Arbitrum Sepolia", arbitrum: "Arbitrum One" };

async function Shell({ children }: { children: ReactNode }) {
  const { value: settings, problem } = await attempt(gallerySettings);
  if (!settings)
    return (
      <main id="content" className="page py-24">
        <PageTitle />
        <ProblemPanel problem={problem} />
      </main>
    );
  return (
    <WalletProvider settings={settings}>
      <div className="flex min-h-dvh flex-col">
        <SiteHeader isLocal={settings.chain === "local"} />
        <main id="content" className="pb-24" tabIndex={-1}>
          {children}
        </main>
        <SiteFooter chainName={chainNames[settings.chain]} escrow={settings.addresses.escrow} />
      </div>
      <NetworkNotices />
    </WalletProvider>
  );
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Settings belong to the moment of the request: the same build serves every chain.
  await connection();
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body className="bg-ground font-sans text-ink antialiased">
        <a href="#content" className="button sr-only fixed top-3 left-3 z-50 bg-raised focus:not-sr-only">
          Skip to the content
        </a>
        <NuqsAdapter>
          <Shell>{children}</Shell>
        </NuqsAdapter>
      </body>
    </html>
  );
}
