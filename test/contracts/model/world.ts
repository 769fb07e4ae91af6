import { type Address, zeroAddress } from "viem";
import { Journal, Table } from "./books.ts";
import type {
  Account,
  Computed,
  Consent,
  FinalityClass,
  Job,
  Lot,
  Panel,
  Token,
  Unbonding,
} from "./records.ts";
import { JobState, LotState } from "./records.ts";

/** What a deployment fixes for good, and what is known of the chain around it. */
export type Settings = {
  chainId: number;
  escrow: Address;
  art: Address;
  treasury: Address;
  owner: Address;
  protocolFeeBps: number;
  classes: readonly FinalityClass[];
  claimPace: { baseSeconds: number; secondsPerTile: number };
  /** Tile core by service id. */
  tileCores: ReadonlyMap<number, number>;
  /** Addresses whose code takes no ether. */
  refusers: ReadonlySet<Address>;
};

export type Emitted = { event: string; args: Record<string, unknown> };

/** The circumstances of one call. */
export type Context = {
  now: number;
  block: bigint;
  from: Address;
  value: bigint;
  /** The hash of a block, where the chain still knows it. */
  hashOf: (block: bigint) => `0x${string}` | undefined;
  /** What a signature signs; undefined for bytes that are none. */
  consentOf: (signature: string) => Consent | undefined;
  emitted: Emitted[];
};

/** All state of the protocol. */
export class World {
  readonly settings: Settings;
  readonly journal = new Journal();
  readonly accounts: Table<Account>;
  readonly unbonding: Table<Unbonding>;
  readonly raisedAt: Table<number>;
  readonly numberOf: Table<number>;
  readonly operatorAt: Table<Address>;
  readonly operatorOf: Table<Address>;
  readonly keyNonce: Table<bigint>;
  readonly jobs: Table<Job>;
  readonly lots: Table<Lot>;
  readonly panels: Table<Panel>;
  readonly tokens: Table<Token | undefined>;
  /** By lot, from the moment it is Final. */
  readonly computed: Table<Computed | undefined>;
  readonly balances: Table<bigint>;
  readonly totals: Table<bigint>;

  constructor(settings: Settings, startBalance: bigint) {
    this.settings = settings;
    const { journal } = this;
    this.accounts = new Table("accounts", journal, { stake: 0n, locked: 0n, credit: 0n });
    this.unbonding = new Table("unbonding", journal, { amount: 0n, readyAt: 0 });
    this.raisedAt = new Table("raisedAt", journal, 0);
    this.numberOf = new Table("numberOf", journal, 0);
    this.operatorAt = new Table<Address>("operatorAt", journal, zeroAddress);
    this.operatorOf = new Table<Address>("operatorOf", journal, zeroAddress);
    this.keyNonce = new Table("keyNonce", journal, 0n);
    this.jobs = new Table<Job>("jobs", journal, {
      state: JobState.None,
      finalLots: 0,
      assemblyOpenedAt: 0,
      termsHash: `0x${"00".repeat(25)}`,
    });
    this.lots = new Table<Lot>("lots", journal, {
      state: LotState.Open,
      attempt: 0,
      time: 0,
      commitment: noCommitment,
    });
    this.panels = new Table<Panel>("panels", journal, noPanel);
    this.tokens = new Table<Token | undefined>("tokens", journal, undefined);
    this.computed = new Table<Computed | undefined>("computed", journal, undefined);
    this.balances = new Table("balances", journal, startBalance);
    this.totals = new Table("totals", journal, 0n);
    this.balances.set(settings.escrow, 0n);
    journal.keep();
  }

  total(name: "totalStake" | "operatorCount" | "jobCount" | "postingPaused" | "forced"): bigint {
    return this.totals.get(name);
  }

  freeStake(operator: Address): bigint {
    const { stake, locked } = this.accounts.get(operator);
    return stake - locked;
  }

  credit(account: Address, amount: bigint): void {
    const before = this.accounts.get(account);
    if (amount !== 0n) this.accounts.set(account, { ...before, credit: before.credit + amount });
  }

  /** Adds to what is locked, or with a negative amount releases it. */
  lock(operator: Address, amount: bigint): void {
    const before = this.accounts.get(operator);
    if (amount !== 0n) this.accounts.set(operator, { ...before, locked: before.locked + amount });
  }

  /** Adds to a stake and to the total, or with a negative amount takes from both. */
  addStake(operator: Address, amount: bigint): void {
    if (amount === 0n) return;
    const before = this.accounts.get(operator);
    this.accounts.set(operator, { ...before, stake: before.stake + amount });
    this.totals.set("totalStake", this.total("totalStake") + amount);
  }

  /** Moves ether between an outsider and the escrow: in, or with a negative amount out. */
  moveEther(outsider: Address, amount: bigint): void {
    if (amount === 0n) return;
    const { escrow } = this.settings;
    this.balances.set(outsider, this.balances.get(outsider) - amount);
    this.balances.set(escrow, this.balances.get(escrow) + amount);
  }
}

export const noCommitment = `0x${"00".repeat(24)}` as const;
export const noPanel: Panel = { seed: 0, isCold: false, target: 0n, seats: [] };
