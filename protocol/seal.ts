import { type Address, encodeAbiParameters, type Hex, keccak256, sliceHex } from "viem";

export type SealParts = {
  chainId: number;
  escrow: Address;
  lotId: bigint;
  attempt: number;
  operator: Address;
  outputRoot: Hex;
  metadataDigest: Hex;
  /** Of all tiles for the worker, of the sample for an attester. */
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

/** What an attester sends whose own results differ, or who cannot get the worker's. */
export const objection: Hex = `0x${"00".repeat(32)}`;

/** What the chain keeps of an attester's seal: its first 6 bytes. */
export const tagOf = (seal: Hex): Hex => sliceHex(seal, 0, 6);

/** A seal whose tag is zero objects, whatever follows. */
export const isObjection = (seal: Hex): boolean => BigInt(tagOf(seal)) === 0n;
