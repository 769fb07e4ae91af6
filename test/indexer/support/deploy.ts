import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import { readChainConfig, writeDeployment } from "../../../commands/deploy/chain-config.ts";
import { deployGraphiti } from "../../../commands/deploy/deploy-graphiti.ts";
import { type ChainClient, dev } from "./chain-client.ts";

export const service = {
  kind: 1,
  scale: 2,
  tileCore: 512,
  halo: 7,
  channels: 3,
  probeLayer: 6,
  modelDigest: `0x${"5e".repeat(32)}`,
} as const;

/** Deploys the contracts as `npm start` does, registers one service without a model, and writes `file`. */
export async function deploy(client: ChainClient, rpcUrl: string, file: string): Promise<Deployment> {
  const config = await readChainConfig("local");
  const deployment = await deployGraphiti({ rpcUrl, account: dev.deployer, config });
  const hash = await client.writeContract({
    account: dev.deployer,
    address: deployment.addresses.registry,
    abi: serviceRegistryAbi,
    functionName: "register",
    args: [service, "b".repeat(59)],
  });
  await client.waitForTransactionReceipt({ hash });
  deployment.services = [{ name: "faithful-x2", id: 1 }];
  await writeDeployment(file, config, deployment);
  return deployment;
}
