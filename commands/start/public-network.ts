import { readFileSync } from "node:fs";
import { chainNamed } from "@graphiti/protocol/chains.ts";
import { deploymentFile, loadDeployment } from "@graphiti/protocol/deployment.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { partsOf, type Settings, type Surroundings, urlsFor } from "./parts.ts";
import { makeSecrets } from "./secrets.ts";
import { type StackFile, writeStackFile } from "./stack-file.ts";

/**
 * The gallery and its indexer over contracts that stand on a public chain. Nodes are run by their operators.
 * @throws DEPLOYMENT_MISSING, BAD_ENVIRONMENT
 */
export async function startPublicNetwork(around: Surroundings): Promise<StackFile> {
  const { home, ports } = around;
  const env = readEnv();
  const { chainId, addresses } = await loadDeployment(env);
  if (env.STORAGE === "pinata" && !env.PINATA_JWT)
    fail("BAD_ENVIRONMENT", "STORAGE=pinata needs PINATA_JWT.");
  const rpcUrl = env.RPC_URL ?? chainNamed(env.GRAPHITI_CHAIN).rpcUrls.default.http[0] ?? "";
  const urls = urlsFor(ports, rpcUrl);
  const secrets = makeSecrets(home);
  const settings: Settings = {
    GRAPHITI_HOME: home,
    RPC_URL: rpcUrl,
    INDEXER_URL: urls.indexer,
    INDEXER_PORT: String(ports.indexer),
    GALLERY_URL: urls.gallery,
    ...(env.STORAGE === "embedded" && {
      GATEWAY_URL: urls.gateway,
      EMBEDDED_STORE_PORT: String(ports.store),
      EMBEDDED_STORE_TOKEN: readFileSync(secrets.storeToken, "utf8").trim(),
    }),
  };
  const parts = partsOf(around, settings);
  if (env.STORAGE === "embedded") await parts.store();
  await Promise.all([parts.indexer(), parts.galleryBuilt().then(parts.gallery)]);
  const gateway = env.STORAGE === "embedded" ? urls.gateway : env.GATEWAY_URL;
  const stack: StackFile = {
    urls: { ...urls, gateway },
    chainId,
    addresses,
    pid: process.pid,
    deploymentFile: deploymentFile(env),
    storeTokenFile: secrets.storeToken,
  };
  writeStackFile(home, stack);
  return stack;
}
