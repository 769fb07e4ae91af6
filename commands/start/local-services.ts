import { catalogue } from "@graphiti/models/catalogue.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import { chainNamed } from "@graphiti/protocol/chains.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import { createPublicClient, createWalletClient, http, parseEventLogs } from "viem";
import { devAccount } from "./dev-accounts.ts";

/** Stores each model of the catalogue and registers its service, unless this deployment has it already. */
export async function registerServices(
  deployment: Deployment,
  rpcUrl: string,
  store: Store,
): Promise<Deployment["services"]> {
  const chain = chainNamed("local", rpcUrl);
  const reader = createPublicClient({ chain, transport: http(rpcUrl), pollingInterval: 100 });
  const wallet = createWalletClient({ account: devAccount("deployer"), chain, transport: http(rpcUrl) });
  const services = [...deployment.services];
  for (const recipe of catalogue) {
    if (services.some(({ name }) => name === recipe.name)) continue;
    const bytes = await modelBytes(recipe.name);
    const { cid } = await store.put(bytes, { name: `${recipe.name}.onnx`, tier: "durable" });
    const { kind, scale, tileCore, halo, channels, probeLayer, modelDigest } = recipe;
    const hash = await wallet.writeContract({
      address: deployment.addresses.registry,
      abi: serviceRegistryAbi,
      functionName: "register",
      args: [{ kind, scale, tileCore, halo, channels, probeLayer, modelDigest }, cid],
    });
    const { logs } = await reader.waitForTransactionReceipt({ hash });
    const [registered] = parseEventLogs({ abi: serviceRegistryAbi, logs, eventName: "ServiceRegistered" });
    if (!registered) throw new Error(`registering ${recipe.name} left no event`);
    services.push({ name: recipe.name, id: registered.args.id });
  }
  return services;
}
