import type { Address } from "viem";

export type Entry = { stake: bigint; locked: bigint; credit: bigint; unbonding: bigint };

/** Everybody's money in the escrow, as it must be after the events so far. Wei. */
export class Ledger {
  readonly entries = new Map<Address, Entry>();
  /** Escrowed for lots that are neither final nor refunded. */
  live = 0n;
  /** What has left the escrow to each account. */
  readonly paidOut = new Map<Address, bigint>();

  constructor(operators: readonly Address[], stakeWei: bigint) {
    for (const operator of operators) this.of(operator).stake = stakeWei;
  }

  of(account: Address): Entry {
    const found = this.entries.get(account) ?? { stake: 0n, locked: 0n, credit: 0n, unbonding: 0n };
    this.entries.set(account, found);
    return found;
  }

  get totalStake(): bigint {
    return [...this.entries.values()].reduce((sum, { stake }) => sum + stake, 0n);
  }

  /** What the escrow's balance must be. */
  get whole(): bigint {
    let sum = this.live;
    for (const { stake, credit, unbonding } of this.entries.values()) sum += stake + credit + unbonding;
    return sum;
  }

  free(operator: Address): bigint {
    const { stake, locked } = this.of(operator);
    return stake - locked;
  }

  lock(operator: Address, amount: bigint): void {
    const entry = this.of(operator);
    entry.locked += amount;
    if (entry.locked > entry.stake)
      throw new Error(`invariant broken: ${operator} has locked more than its stake`);
  }

  release(operator: Address, amount: bigint): void {
    const entry = this.of(operator);
    entry.locked -= amount;
    if (entry.locked < 0n) throw new Error(`invariant broken: a lock of ${operator} was released twice`);
  }

  charge(operator: Address, amount: bigint): void {
    this.of(operator).stake -= amount;
  }

  credit(account: Address, amount: bigint): void {
    this.of(account).credit += amount;
  }

  unstake(operator: Address, amount: bigint): void {
    const entry = this.of(operator);
    entry.stake -= amount;
    entry.unbonding += amount;
  }

  takeOut(operator: Address, amount: bigint): void {
    const entry = this.of(operator);
    entry.unbonding -= amount;
    this.#pay(operator, amount);
  }

  withdraw(account: Address, amount: bigint): void {
    const entry = this.of(account);
    if (entry.credit !== amount)
      throw new Error(`invariant broken: ${account} withdrew another sum than its credit`);
    entry.credit = 0n;
    this.#pay(account, amount);
  }

  #pay(account: Address, amount: bigint): void {
    this.paidOut.set(account, (this.paidOut.get(account) ?? 0n) + amount);
  }
}
