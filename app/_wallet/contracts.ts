import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { wrappedEtherAbi } from "@graphiti/protocol/wrapped-ether.ts";

/** The market passes on what wrapped ether refuses with, so its errors are decoded with the market's. */
const marketAbi = [...artMarketAbi, ...wrappedEtherAbi.filter((item) => item.type === "error")] as const;

/** The interfaces of the contracts that a person calls from these pages, by the names of their addresses. */
export const contractAbis = {
  escrow: jobEscrowAbi,
  market: marketAbi,
  art: graphitiArtAbi,
  weth: wrappedEtherAbi,
} as const;

export type ContractName = keyof typeof contractAbis;
