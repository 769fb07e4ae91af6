import type { DatabaseSync } from "node:sqlite";
import type { Hex } from "viem";

export type ScannedBlock = { block: bigint; hash: Hex };

/** How many scanned heads are kept: the deepest reorganisation that is followed without reading all again. */
const kept = 256;

/** Heads up to which the events were read, newest first: the cursor, with what is needed to see it orphaned. */
export class ScanRows {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  newestFirst(): ScannedBlock[] {
    const rows = this.#database.prepare("select block, hash from scanned order by block desc").all();
    return rows.map((row) => ({ block: BigInt(row.block as number), hash: row.hash as Hex }));
  }

  add({ block, hash }: ScannedBlock): void {
    this.#database.prepare("insert or replace into scanned values (?, ?)").run(Number(block), hash);
    this.#database
      .prepare(
        "delete from scanned where block not in (select block from scanned order by block desc limit ?)",
      )
      .run(kept);
  }

  /** Forgets every head above `block`, because the chain has. */
  forgetAbove(block: bigint): void {
    this.#database.prepare("delete from scanned where block > ?").run(Number(block));
  }
}
