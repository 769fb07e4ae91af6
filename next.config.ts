import type { NextConfig } from "next";
import { PHASE_DEVELOPMENT_SERVER } from "next/constants.js";

/** Connectors that wagmi names but this gallery does not offer: none of their code is shipped. */
const unusedConnectors = [
  "@base-org/account",
  "@coinbase/wallet-sdk",
  "cbw-sdk",
  "@metamask/sdk",
  "@safe-global/safe-apps-sdk",
  "@safe-global/safe-apps-provider",
  "@gemini-wallet/core",
  "porto",
  "porto/internal",
];

/** Sent with every answer; the content security policy, which needs a nonce, is added by `proxy.ts`. */
const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin-allow-popups" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), browsing-topics=()" },
];

export default function config(phase: string): NextConfig {
  // The development server compiles WalletConnect on every start for nothing; a build keeps it, as a
  // separate chunk that is fetched only where a project id is set.
  const unused =
    phase === PHASE_DEVELOPMENT_SERVER
      ? [...unusedConnectors, "@walletconnect/ethereum-provider"]
      : unusedConnectors;
  return {
    reactStrictMode: true,
    poweredByHeader: false,
    // `npm test` checks the types of the whole repository; doing it again here would only delay the start.
    typescript: { ignoreBuildErrors: true },
    serverExternalPackages: ["sharp"],
    // Every build begins from nothing: a cache kept from an earlier one has made a build fail that succeeds without.
    experimental: { turbopackFileSystemCacheForBuild: false },
    turbopack: { resolveAlias: Object.fromEntries(unused.map((name) => [name, "./app/_wallet/empty.ts"])) },
    headers: async () => [{ source: "/:path*", headers: securityHeaders }],
  };
}
