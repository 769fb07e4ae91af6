import { catalogue, type ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import type { Service } from "@graphiti/protocol/terms.ts";
import { type Address, createPublicClient, createWalletClient, http, type LocalAccount } from "viem";

const serviceOf = ({ kind, scale, tileCore, halo, channels, probeLayer, modelDigest }: ServiceRecipe) =>
  ({ kind, scale, tileCore, halo, channels, probeLayer, modelDigest }) satisfies Service;

const same = (one: Service, other: Service): boolean =>
  (Object.keys(one) as (keyof Service)[]).every((field) => one[field] === other[field]);

/**
 * Stores the model of every service in the catalogue and registers what the registry does not have yet.
 * A service that somebody has registered already is taken as it is: entries cannot be changed.
 */
export async function registerServices(
  rpcUrl: string,
  account: LocalAccount,
  registry: Address,
  store: Store,
): Promise<Deployment["services"]> {
  const contract = { address: registry, abi: serviceRegistryAbi } as const;
  const reader = createPublicClient({ transport: http(rpcUrl), pollingInterval: 250 });
  const wallet = createWalletClient({ account, transport: http(rpcUrl) });
  const find = async (service: Service): Promise<number | undefined> => {
    const count = await reader.readContract({ ...contract, functionName: "serviceCount" });
    for (let id = 1; id <= count; id++) {
      const known = await reader.readContract({ ...contract, functionName: "serviceOf", args: [id] });
      if (same(service, known)) return id;
    }
    return undefined;
  };
  const services: Deployment["services"] = [];
  for (const recipe of catalogue) {
    const service = serviceOf(recipe);
    const { cid } = await store.put(await modelBytes(recipe.name), {
      name: `${recipe.name}.onnx`,
      tier: "durable",
    });
    if ((await find(service)) === undefined) {
      const hash = await wallet.writeContract({
        ...contract,
        functionName: "register",
        args: [service, cid],
        chain: null,
      });
      await reader.waitForTransactionReceipt({ hash });
    }
    const id = await find(service);
    if (id === undefined) throw new Error(`registering ${recipe.name} left no entry`);
    services.push({ name: recipe.name, id });
  }
  return services;
}
