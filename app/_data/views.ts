import type { Order, Terms, Work } from "@graphiti/protocol/terms.ts";
import type { Address, Hex } from "viem";

/*
 * What pages are made of: plain JSON. Ids and wei are decimal strings, times are seconds since 1970,
 * addresses are checksummed. What does not exist (yet) is left out.
 */

/** A Solidity struct with every integer as a decimal string. */
export type JsonOf<Struct> = {
  [Field in keyof Struct]: Struct[Field] extends number | bigint ? string : Struct[Field];
};
export type TermsJson = Omit<JsonOf<Terms>, "order"> & { order: JsonOf<Order> };
export type WorkJson = JsonOf<Work>;

/** One page of a list, newest first; `nextCursor` is there when more follows. */
export type Page<Item> = { items: Item[]; nextCursor?: string };

export type ServiceView = {
  serviceId: number;
  name: string;
  kind: number;
  scale: number;
  /** Input pixels. */
  tileCore: number;
  halo: number;
  channels: number;
  probeLayer: number;
  modelDigest: Hex;
  modelCid: string;
};

/** A transaction of a job: `kind` is the first step that it took. */
export type TransactionView = {
  kind: "posted" | "claimed" | "submitted" | "finalised" | "expired" | "refunded" | "closed" | "minted";
  hash: Hex;
  gasUsed: string;
  gasPriceWei: string;
  at: number;
};

export type LotView = {
  lotId: string;
  index: number;
  tiles: number;
  state: "open" | "claimed" | "submitted" | "final" | "refunded";
  attempt: number;
  /** Moved on by the seconds in which the lot was not open: the price follows from `now - openedAt`. */
  openedAt: number;
  operator?: Address;
  key?: Address;
  priceWei?: string;
  openSeconds?: number;
  due?: number;
  submittedAt?: number;
  outputRoot?: Hex;
  metadataDigest?: Hex;
  seal?: Hex;
  probe?: Hex;
  operatorPayWei?: string;
  protocolFeeWei?: string;
  artistRefundWei?: string;
  /** Of all attempts. */
  lateFeeWei?: string;
};

export type JobView = {
  jobId: string;
  artist: Address;
  /** `live` does not end with the deadline: somebody has to close the job. */
  state: "live" | "minted" | "closed";
  serviceId: number;
  serviceName: string;
  service?: ServiceView;
  /** Pixels of the input. */
  width: number;
  height: number;
  hasAlpha: boolean;
  tiles: number;
  /** From the chain, where anybody may have written it: not a content id until it was parsed as one. */
  inputCid: string;
  inputDigest: Hex;
  inputRoot: Hex;
  cardDigest: Hex;
  cardCid: string;
  terms: TermsJson;
  work: WorkJson;
  postedAt: number;
  deadline: number;
  closedAt?: number;
  minPriceWei: string;
  maxPriceWei: string;
  recipient: Address;
  royaltyBps: number;
  lots: LotView[];
  transactions: TransactionView[];
};

export type TokenView = {
  tokenId: string;
  owner: Address;
  metadataDigest: Hex;
  tokenUri: string;
  mintedAt: number;
  job: JobView;
};

export type CreditView = { account: Address; amountWei: string; earnedWei: string };

export type OperatorView = {
  address: Address;
  stakeWei: string;
  /** Bonded to lots in flight. */
  lockedWei: string;
  unbondingWei: string;
  unbondingReadyAt?: number;
  finalLots: number;
  lateLots: number;
  lateFeesWei: string;
  earnedWei: string;
  keys: { address: Address; isActive: boolean; changedAt: number }[];
};

/** A lot in flight, and what of its operator's stake stands for it. */
export type LockView = {
  lotId: string;
  jobId: string;
  index: number;
  tiles: number;
  state: "claimed" | "submitted";
  priceWei: string;
  bondWei: string;
  /** What is lost of the bond if the lot comes late. */
  lateFeeWei: string;
  due: number;
  submittedAt?: number;
};

/** `amountWei` is what moved; for a claim it is the price that it froze. */
export type OperatorStepView = {
  id: string;
  kind:
    | "staked"
    | "unstakeRequested"
    | "unstaked"
    | "keyRegistered"
    | "keyStopped"
    | "claimed"
    | "paid"
    | "late"
    | "withdrawn";
  jobId?: string;
  key?: Address;
  amountWei?: string;
  hash: Hex;
  at: number;
};

export type NetworkStats = {
  jobs: number;
  liveJobs: number;
  tokens: number;
  /** Operators with stake. */
  operators: number;
  /** Tiles of final lots. */
  tiles: number;
  paidWei: string;
};

/** `ready` is false while the past is still being indexed: what is served then is true but not all. */
export type IndexerHealth = { ready: boolean; chainId: number; block: { number: number; at: number } };
