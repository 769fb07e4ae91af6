import { existsSync } from "node:fs";
import { catalogue } from "@graphiti/models/catalogue.ts";
import { type Deployment, loadDeployment } from "@graphiti/protocol/deployment.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import { createPublicClient, http } from "viem";
import { readChainConfig, writeDeployment } from "../deploy/chain-config.ts";
import { contractMetadata } from "../deploy/contract-metadata.ts";
import { deployGraphiti } from "../deploy/deploy-graphiti.ts";
import { registerServices } from "../deploy/register-services.ts";
import { devAccount } from "./dev-accounts.ts";

/** The deployment of an earlier start, if it was finished and the chain still has it. */
async function standing(rpcUrl: string, file: string): Promise<Deployment | undefined> {
  if (!existsSync(file)) return undefined;
  const deployment = await loadDeployment({ GRAPHITI_CHAIN: "local", DEPLOYMENT_FILE: file });
  const code = await createPublicClient({ transport: http(rpcUrl) }).getCode({
    address: deployment.addresses.escrow,
  });
  return code && deployment.services.length > 0 ? deployment : undefined;
}

const isComplete = ({ services }: Deployment) =>
  catalogue.every(({ name }) => services.some((service) => service.name === name));

/** Deploys to the local chain and registers the services, unless all of it stands there already. */
export async function deployLocal(rpcUrl: string, file: string, store: Store): Promise<Deployment> {
  const found = await standing(rpcUrl, file);
  if (found && isComplete(found)) return found;
  const config = await readChainConfig("local");
  const account = devAccount("deployer");
  const deployment = found ?? (await deployGraphiti({ rpcUrl, account, config }));
  await store.put(contractMetadata(), { name: "contract-metadata.json", tier: "durable" });
  const services = await registerServices(rpcUrl, account, deployment.addresses.registry, store);
  await writeDeployment(file, config, { ...deployment, services });
  return { ...deployment, services };
}
