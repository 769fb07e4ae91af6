import type { DatabaseSync } from "node:sqlite";
import type { Address, Hex } from "viem";

/** What a transaction asks for; its nonce and fee are the outbox's business. */
export type Call = { to: Address; data: Hex; valueWei: bigint; gas: bigint };

/** Where a transaction ended up. `succeeded` is false for a revert, and for an empty transfer that took the nonce. */
export type Mined = { hash: Hex; block: bigint; blockHash: Hex; succeeded: boolean; costWei: bigint };

/** One nonce of the machine key. `void`: spent by a transaction that is not in this journal. */
export type Slot = { nonce: number; purpose: string; call: Call } & (
  | { state: "pending" | "void" }
  | { state: "mined"; mined: Mined }
);

/** One version of a slot's transaction. An empty version only spends the nonce. */
export type Signed = { hash: Hex; raw: Hex; maxFeeWei: bigint; empty: boolean };

/** Every nonce that the node has used and every byte string that it has signed for one. */
export class SlotRows {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** One past the highest nonce that was used, here or by others; undefined in an empty journal. */
  nextNonce(): number | undefined {
    const row = this.#database.prepare("select max(nonce) as nonce from slot").get();
    return row?.nonce === null || row?.nonce === undefined ? undefined : (row.nonce as number) + 1;
  }

  get(nonce: number): Slot | undefined {
    const row = this.#database.prepare("select * from slot where nonce = ?").get(nonce);
    return row && slotOf(row);
  }

  /** The slot that serves this purpose: pending or mined with success. Failed ones do not count. */
  live(purpose: string): Slot | undefined {
    const row = this.#database
      .prepare(
        "select * from slot where purpose = ? and (state = 'pending' or (state = 'mined' and succeeded = 1))",
      )
      .get(purpose);
    return row && slotOf(row);
  }

  /** How often this purpose was tried in vain. */
  failures(purpose: string): number {
    const row = this.#database
      .prepare("select count(*) as times from slot where purpose = ? and state = 'mined' and succeeded = 0")
      .get(purpose);
    return row?.times as number;
  }

  /** Lowest nonce first. */
  pending(): Slot[] {
    return this.#database
      .prepare("select * from slot where state = 'pending' order by nonce")
      .all()
      .map(slotOf);
  }

  /** Slots in one state with nonces from `first` up to, but not including, `end`; lowest first. */
  between(first: number, end: number, state: Slot["state"]): Slot[] {
    return this.#database
      .prepare("select * from slot where nonce >= ? and nonce < ? and state = ? order by nonce")
      .all(first, end, state)
      .map(slotOf);
  }

  open(nonce: number, purpose: string, { to, data, valueWei, gas }: Call): void {
    this.#database
      .prepare(
        `insert into slot (nonce, purpose, destination, data, value, gas, state)
         values (?, ?, ?, ?, ?, ?, 'pending')`,
      )
      .run(nonce, purpose, to, data, valueWei.toString(), gas.toString());
  }

  sign(nonce: number, { hash, raw, maxFeeWei, empty }: Signed): void {
    this.#database
      .prepare("insert or ignore into signed values (?, ?, ?, ?, ?)")
      .run(hash, nonce, raw, maxFeeWei.toString(), empty ? 1 : 0);
  }

  /** All versions signed for a nonce, newest first. */
  versions(nonce: number): Signed[] {
    const rows = this.#database
      .prepare("select * from signed where nonce = ? order by rowid desc")
      .all(nonce);
    return rows.map((row) => ({
      hash: row.hash as Hex,
      raw: row.raw as Hex,
      maxFeeWei: BigInt(row.max_fee as string),
      empty: row.empty === 1,
    }));
  }

  settle(nonce: number, mined: Mined): void {
    this.#database
      .prepare(
        `update slot set state = 'mined', hash = ?, block_number = ?, block_hash = ?, succeeded = ?, cost_wei = ?
         where nonce = ?`,
      )
      .run(
        mined.hash,
        Number(mined.block),
        mined.blockHash,
        mined.succeeded ? 1 : 0,
        mined.costWei.toString(),
        nonce,
      );
  }

  /**
   * The chain no longer knows the transaction: its nonce has to be spent again, or no later one can be mined.
   * Where another slot serves the purpose by now, this one only fills the gap.
   */
  reopen(nonce: number): void {
    const slot = this.get(nonce);
    const rival = slot && this.live(slot.purpose);
    const purpose = rival && rival.nonce !== nonce ? `fill:${nonce}` : slot?.purpose;
    if (purpose === undefined) throw new RangeError(`nonce ${nonce} was never used`);
    this.#database
      .prepare("update slot set state = 'pending', purpose = ? where nonce = ?")
      .run(purpose, nonce);
  }

  giveUp(nonce: number): void {
    this.#database.prepare("update slot set state = 'void' where nonce = ?").run(nonce);
  }
}

function slotOf(row: Record<string, unknown>): Slot {
  const base = {
    nonce: row.nonce as number,
    purpose: row.purpose as string,
    call: {
      to: row.destination as Address,
      data: row.data as Hex,
      valueWei: BigInt(row.value as string),
      gas: BigInt(row.gas as string),
    },
  };
  if (row.state !== "mined") return { ...base, state: row.state as "pending" | "void" };
  return {
    ...base,
    state: "mined",
    mined: {
      hash: row.hash as Hex,
      block: BigInt(row.block_number as number),
      blockHash: row.block_hash as Hex,
      succeeded: row.succeeded === 1,
      costWei: BigInt(row.cost_wei as string),
    },
  };
}
