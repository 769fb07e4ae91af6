import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";

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

/** A lot's claim: its price is frozen. */
export type Claim = { operator: Address; price: bigint; openSeconds: number };

export type Submission = { outputRoot: Hex; metadataDigest: Hex; seal: Hex };

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

const workAbi = {
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

const orderAbi = {
  name: "order",
  type: "tuple",
  components: [
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
  ],
} as const;

const termsAbi = {
  type: "tuple",
  components: [
    { name: "artist", type: "address" },
    { name: "postedAt", type: "uint40" },
    { name: "tiles", type: "uint32" },
    { name: "workHash", type: "bytes32" },
    orderAbi,
  ],
} as const;

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
};

export const lotIdOf = (jobId: bigint, index: number): bigint => (jobId << 16n) | BigInt(index);
export const jobIdOf = (lotId: bigint): bigint => lotId >> 16n;
