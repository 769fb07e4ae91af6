import { publicClientFor } from "@graphiti/protocol/chain-client.ts";
import { chainNamed } from "@graphiti/protocol/chains.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import type { Env } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { BlockNotFoundError, type PublicClient } from "viem";

type Chain = Pick<Env, "GRAPHITI_CHAIN" | "RPC_URL" | "DEPLOYMENT_FILE">;

/**
 * Tells one history of a chain from another: its id, our contracts, and the hash of the block from which we
 * index, which differs as soon as a chain began anew.
 * @throws CHAIN_UNREACHABLE, CHAIN_MISMATCH, DEPLOYMENT_MISSING
 */
export async function chainFingerprint(env: Chain): Promise<string> {
  const deployment = await loadDeployment(env);
  const client = publicClientFor(env, deployment);
  const rpc = chainNamed(env.GRAPHITI_CHAIN, env.RPC_URL).rpcUrls.default.http[0];
  const [chainId, hash, code] = await Promise.all([
    client.getChainId(),
    // Not block 0: anvil may give that one another hash each time it loads a state.
    hashOfBlock(client, Math.max(1, deployment.startBlock)),
    client.getCode({ address: deployment.addresses.escrow }),
  ]).catch((cause) =>
    fail("CHAIN_UNREACHABLE", `The indexer cannot read the chain at ${rpc}.`, { cause, retryable: true }),
  );
  if (chainId !== deployment.chainId)
    fail(
      "CHAIN_MISMATCH",
      `The chain at ${rpc} has the id ${chainId}, but the contracts are on ${deployment.chainId}.`,
    );
  if (!hash || !code)
    fail("DEPLOYMENT_MISSING", `The chain at ${rpc} has no contract at ${deployment.addresses.escrow}.`, {
      retryable: true,
    });
  return JSON.stringify({ chainId, hash, addresses: deployment.addresses });
}

/** Number of the newest block. */
export async function chainHead(env: Chain): Promise<number> {
  return Number(await publicClientFor(env).getBlockNumber());
}

async function hashOfBlock(client: PublicClient, number: number): Promise<string | undefined> {
  try {
    return (await client.getBlock({ blockNumber: BigInt(number) })).hash ?? undefined;
  } catch (error) {
    if (error instanceof BlockNotFoundError) return undefined;
    throw error;
  }
}
