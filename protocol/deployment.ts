import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Address, getAddress, isAddress } from "viem";
import { z } from "zod";
import type { Env } from "./env.ts";
import { fail } from "./errors.ts";

const address = z
  .string()
  .refine((text) => isAddress(text, { strict: false }), "must be an address")
  .transform((text): Address => getAddress(text));

const addresses = z.object({
  escrow: address,
  art: address,
  registry: address,
  market: address,
  weth: address,
  dropFactory: address,
});

const finalityClass = z.object({
  fastSeconds: z.number().int().min(0),
  windowSeconds: z.number().int().min(0),
  graceSeconds: z.number().int().min(0),
  tailSeconds: z.number().int().min(0),
});

const rules = z.object({
  classes: z.array(finalityClass).min(1),
  claimBaseSeconds: z.number().int().min(0),
  claimSecondsPerTile: z.number().int().min(0),
  protocolFeeBps: z.number().int().min(0).max(500),
});

const deploymentSchema = z.object({
  chain: z.enum(["local", "arbitrum-sepolia", "arbitrum"]),
  chainId: z.number().int().positive(),
  rules,
  addresses: addresses.nullable(),
  startBlock: z.number().int().min(0),
  services: z.array(z.object({ name: z.string(), id: z.number().int().positive() })),
});

/** Where the contracts of a chain are, and the services that this gallery and node know by name. */
export type Deployment = Omit<z.infer<typeof deploymentSchema>, "addresses"> & {
  addresses: z.infer<typeof addresses>;
};

/** The file that holds a chain's deployment. */
export function deploymentFile(env: Pick<Env, "GRAPHITI_CHAIN" | "DEPLOYMENT_FILE">): string {
  if (env.DEPLOYMENT_FILE) return env.DEPLOYMENT_FILE;
  return fileURLToPath(new URL(`./deployments/${env.GRAPHITI_CHAIN}.json`, import.meta.url));
}

/** @throws DEPLOYMENT_MISSING when there is no file, or the chain has no contracts yet. */
export async function loadDeployment(
  env: Pick<Env, "GRAPHITI_CHAIN" | "DEPLOYMENT_FILE">,
): Promise<Deployment> {
  const file = deploymentFile(env);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    fail("DEPLOYMENT_MISSING", `There is no deployment at ${file}.`, { cause });
  }
  const parsed = deploymentSchema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    fail("DEPLOYMENT_MISSING", `${file} is not a deployment: ${issue?.path.join(".")} ${issue?.message}.`);
  }
  const { addresses: found, ...rest } = parsed.data;
  if (!found) fail("DEPLOYMENT_MISSING", `The contracts are not deployed on ${rest.chain} yet.`);
  return { ...rest, addresses: found };
}
