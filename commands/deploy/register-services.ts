import { catalogue, type ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import type { Service } from "@graphiti/protocol/terms.ts";
import {
  type Address,
  createPublicClient,
  createWalletClient,
  type Hex,
  http,
  type LocalAccount,
} from "viem";

const serviceOf = ({ kind, scale, tileCore, halo, channels, probeLayer, modelDigest }: ServiceRecipe) =>
  ({ kind, scale, tileCore, halo, channels, probeLayer, modelDigest }) satisfies Service;

const same = (one: Service, other: Service): boolean =>
  (Object.keys(one) as (keyof Service)[]).every((field) => one[field] === other[field]);

/** Nothing is written to the chain for a service that somebody has registered already: entries cannot be changed. */
const idIn = (registered: readonly Service[], service: Service): number | undefined => {
  const at = registered.findIndex((one) => same(service, one));
  return at < 0 ? undefined : at + 1;
};

/**
 * Stores the model of every service in the catalogue and registers what the registry does not have yet, all in as few
 * blocks as the chain needs.
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
  const readRegistered = async (): Promise<readonly Service[]> => {
    const count = await reader.readContract({ ...contract, functionName: "serviceCount" });
    const ids = Array.from({ length: count }, (_, at) => at + 1);
    return Promise.all(
      ids.map((id) => reader.readContract({ ...contract, functionName: "serviceOf", args: [id] })),
    );
  };

  const before = await readRegistered();
  let nonce = await reader.getTransactionCount({ address: account.address });
  const sent: Hex[] = [];
  for (const recipe of catalogue) {
    const { name, family } = recipe;
    const model = await modelBytes(name);
    const file = `${name}.${family === "flow" ? "json" : "onnx"}`;
    const { cid } = await store.put(model, { name: file, tier: "durable" });
    if (idIn(before, serviceOf(recipe)) !== undefined) continue;
    const call = { ...contract, functionName: "register", args: [serviceOf(recipe), cid] } as const;
    sent.push(await wallet.writeContract({ ...call, chain: null, nonce: nonce++ }));
  }
  await Promise.all(sent.map((hash) => reader.waitForTransactionReceipt({ hash })));
  const registered = await readRegistered();
  return catalogue.map((recipe) => {
    const id = idIn(registered, serviceOf(recipe));
    if (id === undefined) throw new Error(`registering ${recipe.name} left no entry`);
    return { name: recipe.name, id };
  });
}
