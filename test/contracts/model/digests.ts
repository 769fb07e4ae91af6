import { type Address, concatHex, encodeAbiParameters, type Hex, keccak256, slice } from "viem";
import type { Claim, Submission, Terms, Work } from "./records.ts";
import type { Settings } from "./world.ts";

/** What the chain keeps hashes of, and how they are made. */

const orderParts = [
  { name: "deadline", type: "uint40" },
  { name: "tilesPerLot", type: "uint16" },
  { name: "minPrice", type: "uint96" },
  { name: "maxPrice", type: "uint96" },
  { name: "rampSeconds", type: "uint32" },
  { name: "claimSeconds", type: "uint32" },
  { name: "finalityClass", type: "uint8" },
  { name: "attesters", type: "uint8" },
  { name: "sampleTiles", type: "uint16" },
  { name: "recipient", type: "address" },
  { name: "royaltyBps", type: "uint16" },
  { name: "royaltyReceiver", type: "address" },
  { name: "operatorShareBps", type: "uint16" },
] as const;

const workType = {
  type: "tuple",
  components: [
    { name: "serviceId", type: "uint32" },
    { name: "width", type: "uint32" },
    { name: "height", type: "uint32" },
    { name: "hasAlpha", type: "bool" },
    { name: "params", type: "bytes32" },
    { name: "inputRoot", type: "bytes32" },
    { name: "inputDigest", type: "bytes32" },
    { name: "cardDigest", type: "bytes32" },
  ],
} as const;

const termsType = {
  type: "tuple",
  components: [
    { name: "artist", type: "address" },
    { name: "postedAt", type: "uint40" },
    { name: "tiles", type: "uint32" },
    { name: "workHash", type: "bytes32" },
    { name: "order", type: "tuple", components: orderParts },
  ],
} as const;

const claimType = {
  type: "tuple",
  components: [
    { name: "operator", type: "address" },
    { name: "price", type: "uint96" },
    { name: "openSeconds", type: "uint32" },
  ],
} as const;

const submissionType = {
  type: "tuple",
  components: [
    { name: "outputRoot", type: "bytes32" },
    { name: "metadataDigest", type: "bytes32" },
    { name: "seal", type: "bytes32" },
    { name: "l2Block", type: "uint64" },
  ],
} as const;

export const workHash = (work: Work): Hex => keccak256(encodeAbiParameters([workType], [work]));

export const termsHash = (terms: Terms): Hex =>
  slice(keccak256(encodeAbiParameters([termsType], [terms])), 0, 25);

export const claimCommitment = (claim: Claim): Hex =>
  slice(keccak256(encodeAbiParameters([claimType], [claim])), 0, 24);

export const submissionCommitment = (claim: Claim, submission: Submission): Hex =>
  slice(keccak256(encodeAbiParameters([claimType, submissionType], [claim, submission])), 0, 24);

const sealTypes = [
  { type: "uint256" },
  { type: "address" },
  { type: "uint256" },
  { type: "uint256" },
  { type: "address" },
  { type: "bytes32" },
  { type: "bytes32" },
  { type: "bytes32" },
] as const;

/** Says who ran the network on what, without saying the probe. */
export function sealOf(
  { chainId, escrow }: Settings,
  lotId: bigint,
  attempt: number,
  operator: Address,
  { outputRoot, metadataDigest }: { outputRoot: Hex; metadataDigest: Hex },
  probe: Hex,
): Hex {
  const parts = [
    BigInt(chainId),
    escrow,
    lotId,
    BigInt(attempt),
    operator,
    outputRoot,
    metadataDigest,
    probe,
  ] as const;
  return keccak256(encodeAbiParameters(sealTypes, parts));
}

/** Six bytes of a seal are what a panel keeps; six zeros are an objection. */
export const tagOf = (seal: Hex): Hex => slice(seal, 0, 6);
export const objection: Hex = `0x${"00".repeat(6)}`;

export const probeOf = (tileProbes: readonly Hex[]): Hex =>
  keccak256(tileProbes.length === 0 ? "0x" : concatHex(tileProbes));

/** A draw's seed: five bytes of a block hash, and never 0. */
export const seedOf = (blockHash: Hex): number => Number(slice(blockHash, 0, 5)) || 1;

const drawTypes = [{ type: "uint40" }, { type: "uint256" }, { type: "uint16" }, { type: "address" }] as const;

/** Where in 2^128 an operator stands in a draw. */
export function placeInDraw(seed: number, lotId: bigint, attempt: number, operator: Address): bigint {
  return BigInt(keccak256(encodeAbiParameters(drawTypes, [seed, lotId, attempt, operator]))) >> 128n;
}

const sampleTypes = [{ type: "uint40" }, { type: "uint256" }, { type: "uint16" }] as const;
const stepTypes = [{ type: "uint256" }, { type: "uint256" }] as const;

/** The tiles that all attesters of an attempt check, in drawn order: a partial shuffle of `tiles`. */
export function sampleOf(
  seed: number,
  lotId: bigint,
  attempt: number,
  tiles: number,
  wanted: number,
): number[] {
  const sampleSeed = BigInt(keccak256(encodeAbiParameters(sampleTypes, [seed, lotId, attempt])));
  const deck = Array.from({ length: tiles }, (_, tile) => tile);
  const size = Math.min(wanted, tiles);
  for (let i = 0; i < size; i++) {
    const throwOf = BigInt(keccak256(encodeAbiParameters(stepTypes, [sampleSeed, BigInt(i)])));
    const j = i + Number(throwOf % BigInt(tiles - i));
    [deck[i], deck[j]] = [deck[j] as number, deck[i] as number];
  }
  return deck.slice(0, size);
}
