import { chainNamed } from "@graphiti/protocol/chains.ts";
import type { Env } from "@graphiti/protocol/env.ts";

/**
 * The RPC that browsers may know. RPC_URL is the server's own and may carry an API key, so it is handed out
 * on the local chain only.
 */
export function publicRpcUrl(env: Pick<Env, "GRAPHITI_CHAIN" | "RPC_URL" | "PUBLIC_RPC_URL">): string {
  const own = env.GRAPHITI_CHAIN === "local" ? env.RPC_URL : undefined;
  return chainNamed(env.GRAPHITI_CHAIN, env.PUBLIC_RPC_URL ?? own).rpcUrls.default.http[0] as string;
}
