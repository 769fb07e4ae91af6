import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { wrappedEtherAbi } from "@graphiti/protocol/wrapped-ether.ts";

/** The interfaces of the contracts that a person calls from these pages, by the names of their addresses. */
export const contractAbis = {
  escrow: jobEscrowAbi,
  market: artMarketAbi,
  art: graphitiArtAbi,
  weth: wrappedEtherAbi,
} as const;

export type ContractName = keyof typeof contractAbis;
