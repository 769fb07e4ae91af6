import type { Address, Hex } from "viem";

/** What the protocol's calls and books hold. Money is bigint wei, time is number of unix seconds. */

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
  operatorShareBps: number;
};

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

export type Terms = { artist: Address; postedAt: number; tiles: number; workHash: Hex; order: Order };

export type Claim = { operator: Address; price: bigint; openSeconds: number };

export type Submission = { outputRoot: Hex; metadataDigest: Hex; seal: Hex; l2Block: bigint };

export type Posting = { order: Order; work: Work; inputCid: string };

export type Attestation = { terms: Terms; lotId: bigint; claim: Claim; submission: Submission; seal: Hex };

export type Expiry = { lotId: bigint; claim: Claim; submission: Submission };

export type FinalityClass = {
  fastSeconds: number;
  windowSeconds: number;
  graceSeconds: number;
  tailSeconds: number;
};

export const JobState = { None: 0, Live: 1, Minted: 2, Closed: 3 } as const;
export const LotState = { Open: 0, Claimed: 1, Submitted: 2, Final: 3, Refunded: 4 } as const;

/** Why an attestation is passed by, in the order in which the reasons are looked at. */
export const Skip = {
  NotSubmitted: 1,
  OtherSubmission: 2,
  NotWanted: 3,
  WindowOver: 4,
  OwnWork: 5,
  PanelFull: 6,
  AlreadyAttested: 7,
  StakeTooRecent: 8,
  SeedPending: 9,
  SeedGone: 10,
  NotDrawn: 11,
  StakeTooLow: 12,
} as const;

export type Account = { stake: bigint; locked: bigint; credit: bigint };

export type Unbonding = { amount: bigint; readyAt: number };

export type Job = { state: number; finalLots: number; assemblyOpenedAt: number; termsHash: Hex };

/** `commitment` is undefined in the lot that minted: its bytes then hold the royalty. */
export type Lot = { state: number; attempt: number; time: number; commitment: Hex | undefined };

export type Seat = { operator: Address; age: number; tag: Hex };

/** Of a Submitted lot. `seed` 0 is not drawn; `target` 0 is the block after the submit's. */
export type Panel = { seed: number; isCold: boolean; target: bigint; seats: readonly Seat[] };

export type Token = {
  owner: Address;
  metadataDigest: Hex;
  royaltyReceiver: Address;
  royaltyBps: number;
  operatorShareBps: number;
};

/** What proves who computed a lot of tiles, once it is Final. */
export type Computed = { terms: Terms; claim: Claim; submission: Submission };

/** What a machine key has signed. */
export type Consent = { signer: Address; operator: Address; key: Address; nonce: bigint; deadline: bigint };
