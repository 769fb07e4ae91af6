import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { dropFactoryAbi } from "@graphiti/protocol/abi/drop-factory.ts";
import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { seriesDropAbi } from "@graphiti/protocol/abi/series-drop.ts";
import { wrappedEtherAbi } from "@graphiti/protocol/wrapped-ether.ts";
import type { Address } from "viem";
import type { GallerySettings } from "./settings.ts";

/**
 * The interfaces of the contracts that a person calls from these pages, by the names of their addresses; there are many
 * drops, so a call of one brings its address along.
 */
export const contractAbis = {
  escrow: jobEscrowAbi,
  market: artMarketAbi,
  art: graphitiArtAbi,
  weth: wrappedEtherAbi,
  dropFactory: dropFactoryAbi,
  drop: seriesDropAbi,
} as const;

export type ContractName = keyof typeof contractAbis;

/** Who is called: the escrow where none is named, or one of the drops. */
export type Callee = { contract?: Exclude<ContractName, "drop"> } | { contract: "drop"; address: Address };

export const addressOf = (callee: Callee, addresses: GallerySettings["addresses"]): Address =>
  callee.contract === "drop" ? callee.address : addresses[callee.contract ?? "escrow"];
