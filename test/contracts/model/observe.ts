import type { Address } from "viem";
import { decodeFunctionResult, encodeFunctionData } from "viem";
import { Table, type Touch } from "./books.ts";
import { allAbi, type Chain } from "./chain.ts";
import { cutOf, tilesOfLot } from "./money.ts";
import type { Account, Computed, Job, Lot, Panel, Token, Unbonding } from "./records.ts";
import { JobState, LotState } from "./records.ts";
import type { World } from "./world.ts";

/** How the contracts show what the model's tables hold: a row, as the chain tells it and as the model does. */

type Read = { to: "escrow" | "art"; view: string; args: readonly unknown[] };

type Lens = {
  reads: (key: string, world: World) => Read[];
  /** What the model holds, in the shape of what the reads give. */
  expected: (world: World, key: string) => unknown[];
  /** Drops what the documents leave open. */
  ignore?: (world: World, key: string, actual: unknown[]) => unknown[];
};

const view = (name: string, ...args: unknown[]): Read => ({ to: "escrow", view: name, args });
const ofArt = (name: string, ...args: unknown[]): Read => ({ to: "art", view: name, args });

const standing: Lens = {
  reads: (operator) => [view("standings", operator)],
  expected: (world, operator) => [
    { raisedAt: world.raisedAt.get(operator), number: world.numberOf.get(operator) },
  ],
};

/** Fields of a lot that nobody defined: the time of one that was refunded, the commitment of one that minted. */
function shownLot({ state, attempt, time, commitment }: Lot, as: Lot): Record<string, unknown> {
  return {
    state,
    attempt,
    ...(as.state !== LotState.Refunded && { time }),
    ...(as.commitment !== undefined && { commitment }),
  };
}

/** What is shown to learn who computed a lot; nothing while the escrow does not tell. */
function toldOf({ jobs, computed }: World, lotId: string): Computed | undefined {
  const shown = computed.get(lotId) as Computed;
  const isKept = cutOf(shown.terms).lotCount > 1 || shown.terms.order.operatorShareBps > 0;
  return isKept && jobs.get(BigInt(lotId) >> 16n).state === JobState.Minted ? shown : undefined;
}

const lenses: Record<string, Lens> = {
  accounts: {
    reads: (account) => [view("accounts", account)],
    expected: ({ accounts }, account) => [accounts.get(account) satisfies Account],
  },
  unbonding: {
    reads: (operator) => [view("unbonding", operator)],
    expected: ({ unbonding }, operator) => [unbonding.get(operator) satisfies Unbonding],
  },
  raisedAt: standing,
  numberOf: standing,
  operatorAt: {
    reads: (number) => [view("operatorAt", Number(number))],
    expected: ({ operatorAt }, number) => [operatorAt.get(number)],
  },
  operatorOf: {
    reads: (key) => [view("operatorOf", key)],
    expected: ({ operatorOf }, key) => [operatorOf.get(key)],
  },
  keyNonce: {
    reads: (key) => [view("keyNonce", key)],
    expected: ({ keyNonce }, key) => [keyNonce.get(key)],
  },
  jobs: {
    reads: (jobId) => [view("jobs", BigInt(jobId))],
    expected: ({ jobs }, jobId) => [jobs.get(jobId) satisfies Job],
  },
  lots: {
    reads: (lotId) => [view("lots", BigInt(lotId))],
    expected: ({ lots }, lotId) => [shownLot(lots.get(lotId), lots.get(lotId))],
    ignore: ({ lots }, lotId, [lot]) => [shownLot(lot as Lot, lots.get(lotId))],
  },
  panels: {
    reads: (lotId) => [view("panels", BigInt(lotId))],
    expected: ({ panels }, lotId) => {
      const { seed, target, isCold, seats } = panels.get(lotId) satisfies Panel;
      return [[seed, target, isCold, seats]];
    },
  },
  totals: {
    reads: (name) => (name === "forced" ? [] : [view(name)]),
    expected: ({ totals }, name) => (name === "forced" ? [] : [totals.get(name)]),
  },
  tokens: {
    reads: (jobId) => [
      ofArt("ownerOf", BigInt(jobId)),
      ofArt("metadataDigestOf", BigInt(jobId)),
      view("royaltyOf", BigInt(jobId)),
      view("operatorShareOf", BigInt(jobId)),
    ],
    expected: ({ tokens }, jobId) => {
      const token = tokens.get(jobId) as Token;
      const { royaltyReceiver, royaltyBps, operatorShareBps } = token;
      return [token.owner, token.metadataDigest, [royaltyReceiver, royaltyBps], operatorShareBps];
    },
  },
  computed: {
    reads: (lotId, world) => {
      const shown = toldOf(world, lotId);
      if (!shown) return [];
      return [view("computedBy", shown.terms, BigInt(lotId), shown.claim, shown.submission)];
    },
    expected: (world, lotId) => {
      const shown = toldOf(world, lotId);
      return shown ? [[shown.claim.operator, tilesOfLot(shown.terms, Number(BigInt(lotId) & 0xffffn))]] : [];
    },
  },
};

/** How many rows are asked for side by side. */
const rowsAtOnce = 200;

export type Mismatch = { what: string; predicted: unknown; actual: unknown };

/** Text that is the same for the same value, whatever its number and address forms. */
export function plain(value: unknown): unknown {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "string") return value.startsWith("0x") ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, plain((value as Record<string, unknown>)[name])]),
  );
}

export const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(plain(one)) === JSON.stringify(plain(other));

export class Observer {
  private readonly chain: Chain;
  private readonly world: World;

  constructor(chain: Chain, world: World) {
    this.chain = chain;
    this.world = world;
  }

  /** Compares what a call has touched. */
  async compare(touched: readonly Touch[]): Promise<Mismatch[]> {
    const found = await Promise.all(touched.map(({ table, key }) => this.compareRow(table.name, key)));
    return found.flat();
  }

  /** Compares every row of every table that `isWanted`. */
  async compareAll(isWanted: (table: string, key: string) => boolean): Promise<Mismatch[]> {
    const tables = Object.values(this.world).filter((part): part is Table<unknown> => part instanceof Table);
    const rows = tables.flatMap((table) =>
      table.keys().flatMap((key) => (isWanted(table.name, key) ? [{ table, key }] : [])),
    );
    const found: Mismatch[] = [];
    for (let i = 0; i < rows.length; i += rowsAtOnce)
      found.push(...(await this.compare(rows.slice(i, i + rowsAtOnce))));
    return found;
  }

  private async compareRow(table: string, key: string): Promise<Mismatch[]> {
    const { world, chain } = this;
    const what = `${table} ${key}`;
    if (table === "balances")
      return difference(what, [world.balances.get(key)], [await chain.balanceOf(key as Address)]);
    const lens = lenses[table];
    if (!lens) throw new Error(`nobody says how to look at ${table}`);
    const actual = await Promise.all(lens.reads(key, world).map((read) => this.see(read)));
    return difference(what, lens.expected(world, key), lens.ignore?.(world, key, actual) ?? actual);
  }

  private async see({ to, view: functionName, args }: Read): Promise<unknown> {
    const { chain } = this;
    const data = encodeFunctionData({ abi: allAbi, functionName, args });
    const answer = await chain.read(to === "art" ? chain.art : chain.escrow, data);
    return decodeFunctionResult({ abi: allAbi, functionName, data: answer });
  }
}

const difference = (what: string, predicted: unknown, actual: unknown): Mismatch[] =>
  isSame(predicted, actual) ? [] : [{ what, predicted: plain(predicted), actual: plain(actual) }];
