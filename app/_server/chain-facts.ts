import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import { publicClientFor } from "@graphiti/protocol/chain-client.ts";
import { type Deployment, loadDeployment } from "@graphiti/protocol/deployment.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import type { EscrowRules } from "@graphiti/protocol/escrow-rules.ts";
import type { Service } from "@graphiti/protocol/terms.ts";
import type { Address } from "viem";
import { processMemory } from "./process-memory.ts";
import { within } from "./within.ts";

const remembered = processMemory("chain-facts", () => new Map<string, Promise<unknown>>());

const patienceMs = 5_000;

/** @throws CHAIN_UNREACHABLE when the chain answers with an error, or not in time */
export const asked = <Value>(reading: Promise<Value>): Promise<Value> =>
  within(patienceMs, reading).catch((cause: unknown) =>
    fail("CHAIN_UNREACHABLE", "The chain does not answer.", { cause, retryable: true }),
  );

/** Remembers what a deployment can never change; a failed read is forgotten. */
function once<Value>(key: string, read: () => Promise<Value>): Promise<Value> {
  const known = remembered.get(key) as Promise<Value> | undefined;
  if (known) return known;
  const reading = asked(read());
  remembered.set(key, reading);
  reading.catch(() => remembered.delete(key));
  return reading;
}

async function here() {
  const env = readEnv();
  const deployment = await loadDeployment(env);
  return { deployment, client: publicClientFor(env, deployment) };
}

const factKey = (deployment: Deployment, name: string) =>
  `${deployment.chainId}.${deployment.addresses.escrow}.${name}`;

/** The rules that this deployment's escrow was born with. @throws CHAIN_UNREACHABLE */
export async function escrowRules(): Promise<EscrowRules> {
  const { deployment, client } = await here();
  const escrow = { address: deployment.addresses.escrow, abi: jobEscrowAbi } as const;
  return once(factKey(deployment, "rules"), async () => {
    const [classes, baseSeconds, oneTileSeconds, feeBps] = await Promise.all([
      client.readContract({ ...escrow, functionName: "finalityClasses" }),
      client.readContract({ ...escrow, functionName: "minClaimSeconds", args: [0n] }),
      client.readContract({ ...escrow, functionName: "minClaimSeconds", args: [1n] }),
      client.readContract({ ...escrow, functionName: "PROTOCOL_FEE_BPS" }),
    ]);
    return {
      classes,
      claimBaseSeconds: Number(baseSeconds),
      claimSecondsPerTile: Number(oneTileSeconds - baseSeconds),
      protocolFeeBps: Number(feeBps),
    };
  });
}

/** How long stake waits on its way out, in seconds. @throws CHAIN_UNREACHABLE */
export async function unstakeSeconds(): Promise<number> {
  const { deployment, client } = await here();
  const escrow = { address: deployment.addresses.escrow, abi: jobEscrowAbi } as const;
  return once(factKey(deployment, "unstake"), async () =>
    Number(await client.readContract({ ...escrow, functionName: "UNSTAKE_SECONDS" })),
  );
}

/** A registered service; these never change. @throws CHAIN_UNREACHABLE */
export async function registeredService(id: number): Promise<Service> {
  const { deployment, client } = await here();
  return once(factKey(deployment, `service.${id}`), () =>
    client.readContract({
      address: deployment.addresses.registry,
      abi: serviceRegistryAbi,
      functionName: "serviceOf",
      args: [id],
    }),
  );
}

/** Whether the chain knows a job that the index may not have seen yet. @throws CHAIN_UNREACHABLE */
export async function chainKnowsJob(jobId: string): Promise<boolean> {
  const { deployment, client } = await here();
  const escrow = { address: deployment.addresses.escrow, abi: jobEscrowAbi } as const;
  const count = await asked(client.readContract({ ...escrow, functionName: "jobCount" }));
  return BigInt(jobId) >= 1n && BigInt(jobId) <= BigInt(count);
}

/** The operator that a machine key works for now; undefined for nobody's key. */
export async function operatorOfKey(key: Address): Promise<Address | undefined> {
  const { deployment, client } = await here();
  const escrow = { address: deployment.addresses.escrow, abi: jobEscrowAbi } as const;
  const operator = await asked(client.readContract({ ...escrow, functionName: "operatorOf", args: [key] }));
  return BigInt(operator) === 0n ? undefined : operator;
}
