/** A job's terms and what the chain keeps of them by hash. Twin of `TermsShape.sol`. */

import { type Address, encodeAbiParameters, type Hex, keccak256, sliceHex } from "viem";
import { claimAbi, submissionAbi, termsAbi, workAbi } from "./terms-abi.ts";

/** What the artist asks for. Amounts in wei, times in seconds since 1970. */
export type Order = {
  deadline: number;
  tilesPerLot: number;
  minPrice: bigint;
  maxPrice: bigint;
  rampSeconds: number;
  claimSeconds: number;
  finalityClass: number;
  attesters: number;
  sampleTiles: number;
  recipient: Address;
  royaltyBps: number;
  royaltyReceiver: Address;
  /** Part of each sale for the operators that computed the work, in hundredths of a percent. */
  operatorShareBps: number;
};

/** What only nodes, and one day a referee, need. */
export type Work = {
  serviceId: number;
  width: number;
  height: number;
  hasAlpha: boolean;
  params: Hex;
  inputRoot: Hex;
  inputDigest: Hex;
  cardDigest: Hex;
};

/** A job as it was bound at post. The chain keeps only the hash. */
export type Terms = { artist: Address; postedAt: number; tiles: number; workHash: Hex; order: Order };

/** A lot's claim: its price is frozen. Operator 0 (and price 0) where the artist joined the tiles. */
export type Claim = { operator: Address; price: bigint; openSeconds: number };

/** What was handed in. `metadataDigest` is 0 where the lot does not make the file. */
export type Submission = {
  outputRoot: Hex;
  metadataDigest: Hex;
  seal: Hex;
  /** The L2 block of the submit: the seed of the draw is the hash of the next one. */
  l2Block: bigint;
};

/** One job of a `postMany`. */
export type Posting = { order: Order; work: Work; inputCid: string };

/** One lot of an `attest`; a seal of zero objects. */
export type Attestation = { terms: Terms; lotId: bigint; claim: Claim; submission: Submission; seal: Hex };

/** One lot of an `expire`; zero structs where its state has none. */
export type Expiry = { lotId: bigint; claim: Claim; submission: Submission };

/** A registered service; lengths in input pixels. */
export type Service = {
  kind: number;
  scale: number;
  tileCore: number;
  halo: number;
  channels: number;
  probeLayer: number;
  modelDigest: Hex;
};

export const hashWork = (work: Work): Hex => keccak256(encodeAbiParameters([workAbi], [work]));

/** The terms as bytes: what the token's ERC-7007 `verify` takes as its prompt. */
export const encodeTerms = (terms: Terms): Hex => encodeAbiParameters([termsAbi], [terms]);

export const hashTerms = (terms: Terms): Hex => keccak256(encodeTerms(terms));

export const noClaim: Claim = {
  operator: "0x0000000000000000000000000000000000000000",
  price: 0n,
  openSeconds: 0,
};

const zeroDigest: Hex = `0x${"00".repeat(32)}`;
export const noParams = zeroDigest;
export const noSubmission: Submission = {
  outputRoot: zeroDigest,
  metadataDigest: zeroDigest,
  seal: zeroDigest,
  l2Block: 0n,
};

/** What a job keeps of its terms: 25 bytes. */
export const termsCommitment = (terms: Terms): Hex => sliceHex(hashTerms(terms), 0, 25);

/** What a Claimed lot keeps: 24 bytes of its claim's hash. */
export const claimCommitment = (claim: Claim): Hex =>
  sliceHex(keccak256(encodeAbiParameters([claimAbi], [claim])), 0, 24);

/** What a Submitted or Final lot keeps, except the one that minted: 24 bytes over claim and submission. */
export const submissionCommitment = (claim: Claim, submission: Submission): Hex =>
  sliceHex(keccak256(encodeAbiParameters([claimAbi, submissionAbi], [claim, submission])), 0, 24);

export const lotIdOf = (jobId: bigint, index: number): bigint => (jobId << 16n) | BigInt(index);
export const jobIdOf = (lotId: bigint): bigint => lotId >> 16n;
export const lotIndexOf = (lotId: bigint): number => Number(lotId & 0xffffn);

/** How a job's tiles are divided into lots. */
export type LotShape = { tiles: number; tilesPerLot: number };

export const shapeOf = ({ tiles, order }: Terms): LotShape => ({ tiles, tilesPerLot: order.tilesPerLot });

/** Lots that hold tiles. */
export const tileLotCount = ({ tiles, tilesPerLot }: LotShape): number => Math.ceil(tiles / tilesPerLot);

/** All lots: where tiles lie in several, one more joins them. */
export function lotCount(shape: LotShape): number {
  const tileLots = tileLotCount(shape);
  return tileLots === 1 ? 1 : tileLots + 1;
}

/** Whether the lot is the one that joins the others' tiles. @throws RangeError for a lot that does not exist */
export function isAssembly(shape: LotShape, index: number): boolean {
  if (!Number.isInteger(index) || index < 0 || index >= lotCount(shape))
    throw new RangeError(`a job of ${lotCount(shape)} lots has no lot ${index}`);
  return index === tileLotCount(shape);
}

/** Whether the lot's worker writes the picture's file and its metadata. @throws RangeError as {@link isAssembly} */
export function makesFile(shape: LotShape, index: number): boolean {
  return isAssembly(shape, index) || tileLotCount(shape) === 1;
}

/**
 * Tiles of a lot, which is also how many tile probes it has: the last tile lot takes what is left, and the
 * assembly lot counts the whole picture as one.
 * @throws RangeError as {@link isAssembly}
 */
export function lotTiles(shape: LotShape, index: number): number {
  if (isAssembly(shape, index)) return 1;
  return Math.min(shape.tilesPerLot, shape.tiles - firstTile(shape, index));
}

/** Index in the job of a tile lot's first tile. */
export const firstTile = ({ tilesPerLot }: LotShape, index: number): number => index * tilesPerLot;
