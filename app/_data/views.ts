import type { SkipReason } from "@graphiti/protocol/states.ts";
import type { Order, Terms, Work } from "@graphiti/protocol/terms.ts";
import type { Address, Hex } from "viem";
import type { StandingView } from "./standing.ts";

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
  kind:
    | "posted"
    | "claimed"
    | "submitted"
    | "assembled"
    | "attested"
    | "finalised"
    | "expired"
    | "refunded"
    | "closed"
    | "minted";
  hash: Hex;
  gasUsed: string;
  gasPriceWei: string;
  at: number;
};

/** One who checked a lot. An objection says "wrong", or "not to be fetched". */
export type SealView = {
  operator: Address;
  /** Seconds from the submit to the seal. */
  age: number;
  isObjection: boolean;
  seal: Hex;
  /** Known once the lot is final. */
  agreed?: boolean;
  payWei?: string;
};

export type LotState = "open" | "claimed" | "submitted" | "final" | "refunded";

/** What lists show of a lot. The assembly lot joins the tiles of the others. */
export type LotSummary = {
  lotId: string;
  index: number;
  kind: "tiles" | "assembly";
  state: LotState;
  priceWei?: string;
  artistRefundWei?: string;
};

export type LotView = LotSummary & {
  firstTile: number;
  tiles: number;
  /** Its part of the job's highest price. */
  shareWei: string;
  attempt: number;
  /**
   * Moved on by the seconds in which the lot was not open: the price follows from `now - openedAt`. The assembly lot
   * has none until it opens.
   */
  openedAt?: number;
  /** None where the artist itself joined the tiles. */
  operator?: Address;
  key?: Address;
  openSeconds?: number;
  due?: number;
  submittedAt?: number;
  outputRoot?: Hex;
  metadataDigest?: Hex;
  seal?: Hex;
  l2Block?: string;
  /** Of the draw of this attempt; none while nobody has attested. */
  seed?: number;
  /** The block that the draw hangs on, if that was moved. */
  target?: string;
  isCold: boolean;
  /** Of this attempt, in the order in which they came. */
  seals: SealView[];
  finalAt?: number;
  probe?: Hex;
  operatorPayWei?: string;
  protocolFeeWei?: string;
  /** Of all attempts. */
  lateFeeWei?: string;
};

/** What lists show of a job. */
export type JobSummary = {
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
  /** When the last lot of tiles became final, where there are several. */
  assemblyOpenedAt?: number;
  minPriceWei: string;
  maxPriceWei: string;
  recipient: Address;
  royaltyBps: number;
  operatorShareBps: number;
  lots: LotSummary[];
};

export type JobView = Omit<JobSummary, "lots"> & { lots: LotView[]; transactions: TransactionView[] };

export type TokenView = {
  tokenId: string;
  /** The market, while an auction runs. */
  owner: Address;
  metadataDigest: Hex;
  tokenUri: string;
  mintedAt: number;
  market: StandingView;
  job: JobView;
};

/** A token as lists show it. */
export type TokenSummary = Omit<TokenView, "job"> & { job: JobSummary };

export type CreditView = { account: Address; amountWei: string; earnedWei: string };

/** Where credit came from, or that it was taken home; `amountWei` is what moved. */
export type CreditEntryView = {
  id: string;
  reason: "work" | "check" | "protocolFee" | "unspent" | "refund" | "lateFee" | "burned" | "withdrawn";
  amountWei: string;
  jobId?: string;
  lotIndex?: number;
  hash: Hex;
  at: number;
};

export type OperatorView = {
  address: Address;
  /** By its first stake, from 1. */
  number?: number;
  stakeWei: string;
  raisedAt?: number;
  /** Stands for lots in flight, as a bond or behind a seal. */
  lockedWei: string;
  unbondingWei: string;
  unbondingReadyAt?: number;
  finalLots: number;
  lateLots: number;
  /** Seals that were right, and those that were not. */
  checkedLots: number;
  differedLots: number;
  lateFeesWei: string;
  earnedWei: string;
  keys: { address: Address; isActive: boolean; changedAt: number; nonce: number }[];
};

/** What of an operator's stake stands for a lot in flight: the bond of its own work, or the price behind a seal. */
export type LockView = {
  lotId: string;
  jobId: string;
  index: number;
  kind: "bond" | "seal";
  state: "claimed" | "submitted";
  lockedWei: string;
  due?: number;
  submittedAt?: number;
};

/** `amountWei` is what moved; for a claim it is the price that it froze, for a seal what it locks. */
export type OperatorStepView = {
  id: string;
  kind:
    | "staked"
    | "unstakeRequested"
    | "unstaked"
    | "keyRegistered"
    | "keyStopped"
    | "claimed"
    | "attested"
    | "passedBy"
    | "paid"
    | "paidForCheck"
    | "late"
    | "withdrawn";
  jobId?: string;
  key?: Address;
  /** Why a seal was passed by. */
  reason?: SkipReason;
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
