import type { DatabaseSync } from "node:sqlite";

/** Late fees that lots of this node have cost, each once. Times in milliseconds since 1970. */
export class LateFeeRows {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  add(lotId: bigint, attempt: number, atMs: number): void {
    this.#database
      .prepare("insert or ignore into late_fee values (?, ?, ?)")
      .run(lotId.toString(), attempt, atMs);
  }

  countSince(ms: number): number {
    const row = this.#database.prepare("select count(*) as fees from late_fee where at >= ?").get(ms);
    return row?.fees as number;
  }
}
