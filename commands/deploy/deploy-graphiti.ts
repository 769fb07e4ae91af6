import type { Deployment } from "@graphiti/protocol/deployment.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { type DeploymentResult, deploy } from "@nomicfoundation/ignition-core";
import {
  type Address,
  createPublicClient,
  erc20Abi,
  getAddress,
  http,
  type LocalAccount,
  type PublicClient,
} from "viem";
import graphiti from "../../contracts/ignition/modules/graphiti.ts";
import { artifacts } from "./artifacts.ts";
import type { ChainConfig } from "./chain-config.ts";
import { contractMetadata } from "./contract-metadata.ts";
import { planDeployment } from "./plan.ts";
import { keepSigned, recoverLost } from "./signed-transactions.ts";
import { signingProvider } from "./signing-provider.ts";

export type DeployOptions = {
  rpcUrl: string;
  /** Pays for and sends the transactions; owns nothing afterwards. */
  account: LocalAccount;
  config: ChainConfig;
  /** Where the journal is kept that makes an interrupted deployment resumable. Left out: in memory. */
  directory?: string;
};

function explain(result: Exclude<DeploymentResult, { contracts: unknown }>): string {
  if ("failed" in result) {
    const stuck = [...result.timedOut, ...result.held].map(({ futureId }) => `${futureId}: no receipt yet`);
    return [...result.failed.map(({ futureId, error }) => `${futureId}: ${error}`), ...stuck].join("\n");
  }
  return Object.entries(result.errors)
    .map(([future, errors]) => `${future}: ${errors.join(" ")}`)
    .join("\n");
}

/** A wrong address would be fixed in the market for good. */
async function requireWeth(reader: PublicClient, address: Address): Promise<void> {
  const symbol = await reader
    .readContract({ address, abi: erc20Abi, functionName: "symbol" })
    .catch(() => undefined);
  if (symbol !== "WETH") fail("BAD_INPUT", `${address} is not the chain's wrapped ether (market.weth).`);
}

/**
 * Deploys the contracts, or finishes a deployment that was interrupted.
 * @throws CHAIN_MISMATCH when the RPC serves another chain; DEPLOYMENT_FAILED with Ignition's reasons
 */
export async function deployGraphiti({
  rpcUrl,
  account,
  config,
  directory,
}: DeployOptions): Promise<Deployment> {
  const { owner, treasury, rules } = config;
  const { weth, feeBps: marketFeeBps } = config.market;
  if (!owner || !treasury)
    fail("BAD_INPUT", `Set owner and treasury in protocol/deployments/${config.chain}.json first.`);
  const reader = createPublicClient({ transport: http(rpcUrl) });
  const chainId = await reader.getChainId();
  if (chainId !== config.chainId)
    fail("CHAIN_MISMATCH", `${config.chain} is chain ${config.chainId}, but the RPC serves ${chainId}.`);

  if (weth) await requireWeth(reader, weth);
  const plan = await planDeployment(reader, account.address, directory);
  const provider = signingProvider(rpcUrl, account, chainId, async (signed) => {
    if (directory) await keepSigned(directory, signed);
  });
  const run = () =>
    deploy({
      artifactResolver: artifacts,
      provider,
      ignitionModule: graphiti(weth === null),
      accounts: [account.address],
      ...(directory ? { deploymentDir: directory } : {}),
      config: config.chain === "local" ? { blockPollingInterval: 100, requiredConfirmations: 1 } : {},
      deploymentParameters: {
        Graphiti: {
          escrow: plan.escrow,
          contractMetadataDigest: sha256(contractMetadata()),
          treasury,
          owner,
          marketFeeBps,
          ...(weth && { weth }),
          protocolFeeBps: rules.protocolFeeBps,
          classes: rules.classes,
          claimPace: { baseSeconds: rules.claimBaseSeconds, secondsPerTile: rules.claimSecondsPerTile },
        },
      },
    });
  const result = await run().catch(async (thrown: unknown) => {
    if (!directory || !(await recoverLost(thrown, directory, provider))) throw thrown;
    return run();
  });
  if (!("contracts" in result)) fail("DEPLOYMENT_FAILED", `The deployment stopped.\n${explain(result)}`);
  const addressOf = (name: string): Address =>
    getAddress(result.contracts[`Graphiti#${name}`]?.address ?? "");
  return {
    chain: config.chain,
    chainId,
    rules,
    addresses: {
      escrow: addressOf("JobEscrow"),
      art: addressOf("GraphitiArt"),
      registry: addressOf("ServiceRegistry"),
      market: addressOf("ArtMarket"),
      weth: weth ?? addressOf("WrappedEther"),
      dropFactory: addressOf("DropFactory"),
    },
    startBlock: plan.startBlock,
    services: [],
  };
}
