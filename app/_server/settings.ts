import { chainNamed } from "@graphiti/protocol/chains.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { type Env, readEnv } from "@graphiti/protocol/env.ts";
import type { GallerySettings } from "../_wallet/settings.ts";
import { publicRpcUrl } from "./public-rpc-url.ts";

/**
 * The settings of this gallery, read afresh so that a new deployment needs no restart. Every browser
 * gets them: nothing secret may be among them.
 * @throws DEPLOYMENT_MISSING, BAD_ENVIRONMENT
 */
export async function gallerySettings(env: Env = readEnv()): Promise<GallerySettings> {
  const deployment = await loadDeployment(env);
  const chain = chainNamed(env.GRAPHITI_CHAIN);
  return {
    chain: env.GRAPHITI_CHAIN,
    chainId: deployment.chainId,
    rpcUrl: publicRpcUrl(env),
    addresses: deployment.addresses,
    gatewayUrl: env.GATEWAY_URL,
    walletConnectProjectId: env.WALLETCONNECT_PROJECT_ID,
    faucet: env.GRAPHITI_CHAIN === "local" && env.FAUCET_KEY_FILE !== undefined,
    explorerUrl: chain.blockExplorers?.default.url,
  };
}
