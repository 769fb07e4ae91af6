import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";

export type SealParts = {
  chainId: number;
  escrow: Address;
  lotId: bigint;
  attempt: number;
  operator: Address;
  outputRoot: Hex;
  metadataDigest: Hex;
  probe: Hex;
};

/** Shows that its sender ran the network, and cannot be copied by another. Twin of `Seals.sol`. */
export function seal(parts: SealParts): Hex {
  return keccak256(
    encodeAbiParameters(
      [
        { type: "uint256" },
        { type: "address" },
        { type: "uint256" },
        { type: "uint256" },
        { type: "address" },
        { type: "bytes32" },
        { type: "bytes32" },
        { type: "bytes32" },
      ],
      [
        BigInt(parts.chainId),
        parts.escrow,
        parts.lotId,
        BigInt(parts.attempt),
        parts.operator,
        parts.outputRoot,
        parts.metadataDigest,
        parts.probe,
      ],
    ),
  );
}
