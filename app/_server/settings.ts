import { chainNamed } from "@graphiti/protocol/chains.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import type { GallerySettings } from "../_wallet/settings.ts";

/**
 * The settings of this gallery, read afresh so that a new deployment needs no restart.
 * @throws DEPLOYMENT_MISSING, BAD_ENVIRONMENT
 */
export async function gallerySettings(): Promise<GallerySettings> {
  const env = readEnv();
  const deployment = await loadDeployment(env);
  const chain = chainNamed(env.GRAPHITI_CHAIN, env.RPC_URL);
  return {
    chain: env.GRAPHITI_CHAIN,
    chainId: deployment.chainId,
    rpcUrl: chain.rpcUrls.default.http[0] as string,
    addresses: deployment.addresses,
    gatewayUrl: env.GATEWAY_URL,
    walletConnectProjectId: env.WALLETCONNECT_PROJECT_ID,
    faucet: env.GRAPHITI_CHAIN === "local" && env.FAUCET_KEY_FILE !== undefined,
    explorerUrl: chain.blockExplorers?.default.url,
  };
}
