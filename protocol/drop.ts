import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import {
  type Address,
  type ContractFunctionArgs,
  concat,
  encodeAbiParameters,
  type Hex,
  keccak256,
  slice,
} from "viem";
import type { dropFactoryAbi } from "./abi/drop-factory.ts";
import { decodeGenerateParams, encodeGenerateParams, type GenerateParams } from "./generate-params.ts";

/** What an artist sells in a drop; amounts in wei, times in Unix seconds. */
export type Series = ContractFunctionArgs<typeof dropFactoryAbi, "nonpayable", "open">[0];

type FallingPrice = Pick<Series, "startPrice" | "floorPrice" | "fallSeconds" | "startsAt">;

/** Wei for one work at a second: falls in a line from the start to the floor, rounded up. Twin of `DropPrice.sol`. */
export function salePriceAt(series: FallingPrice, second: number): bigint {
  const passed = second - series.startsAt;
  if (passed <= 0) return series.startPrice;
  if (passed >= series.fallSeconds) return series.floorPrice;
  const fall = (series.startPrice - series.floorPrice) * BigInt(passed);
  return series.startPrice - fall / BigInt(series.fallSeconds);
}

/**
 * Wei that each work costs in the end: as much as the last one if all were sold, else the floor.
 * @param soldOutAt 0 if there are works left
 */
export const clearingPrice = (series: FallingPrice, soldOutAt: number): bigint =>
  soldOutAt === 0 ? series.floorPrice : salePriceAt(series, soldOutAt);

/** The 16 bytes that all works of a series share, from what people choose. @throws PARAMS_INVALID */
export const lookOf = (chosen: Omit<GenerateParams, "seed">): Hex =>
  slice(encodeGenerateParams({ ...chosen, seed: `0x${"00".repeat(16)}` }), 16);

/** What one work is made from. @throws PARAMS_INVALID for a look that {@link lookOf} cannot give */
export const workParams = (look: Hex, seed: Hex): GenerateParams =>
  decodeGenerateParams(concat([seed, look]));

/** The 16 bytes of a work's seed, as the drop takes it from the hash of the block that it was waiting for. */
export const workSeed = (drop: Address, index: number, blockHash: Hex): Hex =>
  slice(
    keccak256(
      encodeAbiParameters(
        [{ type: "address" }, { type: "uint256" }, { type: "bytes32" }],
        [drop, BigInt(index), blockHash],
      ),
    ),
    0,
    16,
  );

/** The root over a list of accounts, and each one's proof. */
export function allowList(accounts: readonly Address[]): { root: Hex; proofOf: (account: Address) => Hex[] } {
  const tree = StandardMerkleTree.of(
    accounts.map((account) => [account]),
    ["address"],
  );
  return { root: tree.root as Hex, proofOf: (account) => tree.getProof([account]) as Hex[] };
}
