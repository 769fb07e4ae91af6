import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import type { Env } from "@graphiti/protocol/env.ts";

/** The name under which this gallery keeps what it knows of one collection. @throws DEPLOYMENT_MISSING */
export async function collectionScope(env: Env): Promise<string> {
  const { chainId, addresses } = await loadDeployment(env);
  return `${chainId}.${addresses.art.toLowerCase()}`;
}
