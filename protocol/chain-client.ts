import { createPublicClient, http, type PublicClient } from "viem";
import { chainNamed } from "./chains.ts";
import type { Deployment } from "./deployment.ts";
import type { Env } from "./env.ts";

/** A reading client for the configured chain; polls twice a second on the local one. */
export function publicClientFor(
  env: Pick<Env, "GRAPHITI_CHAIN" | "RPC_URL">,
  deployment?: Pick<Deployment, "chainId">,
): PublicClient {
  const chain = chainNamed(env.GRAPHITI_CHAIN, env.RPC_URL);
  return createPublicClient({
    chain: deployment ? { ...chain, id: deployment.chainId } : chain,
    transport: http(env.RPC_URL, { retryCount: 3 }),
    pollingInterval: env.GRAPHITI_CHAIN === "local" ? 250 : 1_000,
    cacheTime: 0,
  });
}
