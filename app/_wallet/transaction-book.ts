import type { Address, Hex } from "viem";
import type { ContractName } from "./contracts.ts";

export type TransactionKind =
  | "post"
  | "postMany"
  | "close"
  | "expire"
  | "assemble"
  | "finalise"
  | "withdraw"
  | "stake"
  | "requestUnstake"
  | "unstake"
  | "registerKey"
  | "stopKey"
  | "approve"
  | "deposit"
  | "list"
  | "unlist"
  | "buy"
  | "buySigned"
  | "cancelNonces"
  | "makeOffer"
  | "cancelOffer"
  | "acceptOffer"
  | "acceptSignedOffer"
  | "openAuction"
  | "cancelAuction"
  | "bid"
  | "settle"
  | "takeShare"
  | "open"
  | "creditExcess"
  | "creditRest";
export type TransactionStatus = "pending" | "confirmed" | "reverted" | "lost";

/** One transaction that this browser sent. Kept until it is dismissed, across reloads. */
export type KeptTransaction = {
  hash: Hex;
  from: Address;
  /** Unknown until the chain was first asked. */
  nonce?: number;
  chainId: number;
  /** Left out for the escrow. */
  contract?: ContractName;
  kind: TransactionKind;
  /**
   * What it was about: the title of a work, the number of a job, how many follow it from a batch, a machine key or
   * another wallet, a work that is traded, a drop: of one that was opened since it is known.
   */
  args: {
    title?: string;
    jobId?: string;
    jobs?: number;
    key?: Address;
    tokenId?: string;
    lotId?: string;
    drop?: Address;
  };
  status: TransactionStatus;
  replacedBy?: Hex;
  sentAtMs: number;
};

type Slot = Pick<Storage, "getItem" | "setItem">;
const maxKept = 20;

/**
 * The transactions of one deployment, in local storage. Notifies within the page and between tabs.
 */
export class TransactionBook {
  readonly #slot: Slot;
  readonly #key: string;
  readonly #listeners = new Set<() => void>();
  #known: { text: string | null; entries: readonly KeptTransaction[] } = { text: null, entries: [] };

  constructor(slot: Slot, chainId: number, escrow: Address) {
    this.#slot = slot;
    this.#key = `graphiti.transactions.${chainId}.${escrow.toLowerCase()}`;
  }

  get key(): string {
    return this.#key;
  }

  /** Newest first; the same array until something changes. */
  entries(): readonly KeptTransaction[] {
    const text = this.#slot.getItem(this.#key);
    if (text === this.#known.text) return this.#known.entries;
    let entries: KeptTransaction[] = [];
    try {
      const parsed: unknown = JSON.parse(text ?? "[]");
      if (Array.isArray(parsed)) entries = parsed;
    } catch {
      // A torn entry is as good as none.
    }
    this.#known = { text, entries };
    return entries;
  }

  add(transaction: KeptTransaction): void {
    const others = this.entries().filter((each) => each.hash !== transaction.hash);
    this.#write([transaction, ...others].slice(0, maxKept));
  }

  update(hash: Hex, change: Partial<KeptTransaction>): void {
    this.#write(this.entries().map((each) => (each.hash === hash ? { ...each, ...change } : each)));
  }

  remove(hash: Hex): void {
    this.#write(this.entries().filter((each) => each.hash !== hash));
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells everybody to read again; for changes made by another tab. */
  notify(): void {
    for (const listener of this.#listeners) listener();
  }

  #write(entries: readonly KeptTransaction[]): void {
    this.#slot.setItem(this.#key, JSON.stringify(entries));
    this.notify();
  }
}
