import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { dropFactoryAbi } from "@graphiti/protocol/abi/drop-factory.ts";
import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { seriesDropAbi } from "@graphiti/protocol/abi/series-drop.ts";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import { chainNamed } from "@graphiti/protocol/chains.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { createConfig, factory } from "ponder";
import { getAbiItem } from "viem";
import { pgliteDirectory } from "./database.ts";

const env = readEnv();
const deployment = await loadDeployment(env);
const isLocal = deployment.chain === "local";

const { dropFactory } = deployment.addresses;
const dropAddresses = factory({
  address: dropFactory,
  event: getAbiItem({ abi: dropFactoryAbi, name: "DropOpened" }),
  parameter: "drop",
  startBlock: deployment.startBlock,
});

const source = {
  chain: "network",
  startBlock: deployment.startBlock,
  includeTransactionReceipts: true,
} as const;

export default createConfig({
  database: env.DATABASE_URL
    ? { kind: "postgres", connectionString: env.DATABASE_URL }
    : { kind: "pglite", directory: pgliteDirectory(env) },
  chains: {
    network: {
      id: deployment.chainId,
      rpc: chainNamed(deployment.chain, env.RPC_URL).rpcUrls.default.http[0],
      pollingInterval: isLocal ? 500 : 1_000,
      // A local chain may begin anew under the same id: answers kept from the old one would be wrong.
      disableCache: isLocal,
    },
  },
  contracts: {
    JobEscrow: { ...source, abi: jobEscrowAbi, address: deployment.addresses.escrow },
    GraphitiArt: { ...source, abi: graphitiArtAbi, address: deployment.addresses.art },
    ArtMarket: { ...source, abi: artMarketAbi, address: deployment.addresses.market },
    DropFactory: { ...source, abi: dropFactoryAbi, address: dropFactory },
    SeriesDrop: { ...source, abi: seriesDropAbi, address: dropAddresses },
    ServiceRegistry: { ...source, abi: serviceRegistryAbi, address: deployment.addresses.registry },
  },
});
