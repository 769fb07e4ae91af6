import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { ChainName } from "@graphiti/protocol/chains.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { type Address, isAddress } from "viem";
import { z } from "zod";

const address = z.custom<Address>((value) => typeof value === "string" && isAddress(value), "not an address");
const seconds = z
  .number()
  .int()
  .min(0)
  .max(2 ** 32 - 1);

/** A chain's file in protocol/deployments: what a deployment needs, and where it went. */
const chainConfig = z.object({
  chain: z.enum(["local", "arbitrum-sepolia", "arbitrum"]),
  chainId: z.number().int().positive(),
  owner: address.nullable(),
  treasury: address.nullable(),
  rules: z.object({
    protocolFeeBps: z.number().int().min(0).max(500),
    classes: z
      .array(
        z.object({
          fastSeconds: seconds,
          windowSeconds: seconds,
          graceSeconds: seconds,
          tailSeconds: seconds,
        }),
      )
      .min(1)
      .max(4),
    claimBaseSeconds: seconds,
    claimSecondsPerTile: seconds,
  }),
  market: z.object({ weth: address.nullable(), feeBps: z.number().int().min(0).max(250) }),
  addresses: z
    .object({
      escrow: address,
      art: address,
      registry: address,
      market: address,
      weth: address,
      dropFactory: address,
    })
    .nullable(),
  startBlock: z.number().int().min(0),
  services: z.array(z.object({ name: z.string(), id: z.number().int().positive() })),
});

export type ChainConfig = z.infer<typeof chainConfig>;

export const chainConfigFile = (chain: ChainName): string =>
  fileURLToPath(new URL(`../../protocol/deployments/${chain}.json`, import.meta.url));

export async function readChainConfig(chain: ChainName): Promise<ChainConfig> {
  const parsed = chainConfig.safeParse(JSON.parse(await readFile(chainConfigFile(chain), "utf8")));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  fail(
    "BAD_INPUT",
    `protocol/deployments/${chain}.json: ${issue?.path.join(".")} ${issue?.message ?? "is wrong"}.`,
  );
}

/** Writes a deployment; the file keeps the settings that it came from. */
export async function writeDeployment(
  file: string,
  config: ChainConfig,
  deployment: Deployment,
): Promise<void> {
  await writeFile(file, `${JSON.stringify({ ...config, ...deployment }, null, 2)}\n`);
}
