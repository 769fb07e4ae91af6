import { type Chain, defineChain } from "viem";
import { arbitrum, arbitrumSepolia } from "viem/chains";
import type { Env } from "./env.ts";

export type ChainName = Env["GRAPHITI_CHAIN"];

export const localChainId = 31337;

const local = defineChain({
  id: localChainId,
  name: "Graphiti local",
  nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
  rpcUrls: { default: { http: ["http://127.0.0.1:8545"] } },
  testnet: true,
});

const chains: Record<ChainName, Chain> = { local, "arbitrum-sepolia": arbitrumSepolia, arbitrum };

/** The chain by name, with its RPC replaced where the settings say so. */
export function chainNamed(name: ChainName, rpcUrl?: string): Chain {
  const chain = chains[name];
  return rpcUrl ? { ...chain, rpcUrls: { default: { http: [rpcUrl] } } } : chain;
}
