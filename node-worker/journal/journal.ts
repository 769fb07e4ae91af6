import { chmodSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { fail } from "@graphiti/protocol/errors.ts";
import { AttestationRows } from "./attestation-rows.ts";
import { JobRows } from "./job-rows.ts";
import { LateFeeRows } from "./late-fee-rows.ts";
import { LotRows } from "./lot-rows.ts";
import { ScanRows } from "./scan-rows.ts";
import { journalSchema, journalVersion } from "./schema.ts";
import { SlotRows } from "./slot-rows.ts";
import { TileRows } from "./tile-rows.ts";

/**
 * The node's memory. Every intention is written here before the act, and a write has reached the disk when the call
 * returns (WAL with synchronous FULL), so that a process killed at any point can go on from what it finds.
 */
export class Journal {
  readonly attestations: AttestationRows;
  readonly jobs: JobRows;
  readonly lateFees: LateFeeRows;
  readonly lots: LotRows;
  readonly scans: ScanRows;
  readonly slots: SlotRows;
  readonly tiles: TileRows;
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.attestations = new AttestationRows(database);
    this.jobs = new JobRows(database);
    this.lateFees = new LateFeeRows(database);
    this.lots = new LotRows(database);
    this.scans = new ScanRows(database);
    this.slots = new SlotRows(database);
    this.tiles = new TileRows(database);
  }

  /**
   * Opens or creates the journal at `file`.
   * @throws JOURNAL_UNREADABLE for a damaged file or one of another version
   */
  static open(file: string, { readOnly = false } = {}): Journal {
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(file, { readOnly, timeout: 5_000 });
      if (!readOnly) prepare(database, file);
      const row = database.prepare("pragma user_version").get() as { user_version: number };
      if (row.user_version !== journalVersion)
        fail("JOURNAL_UNREADABLE", `The journal has version ${row.user_version}, not ${journalVersion}.`);
      return new Journal(database);
    } catch (cause) {
      database?.close();
      if (cause instanceof Error && "code" in cause && cause.code === "JOURNAL_UNREADABLE") throw cause;
      fail("JOURNAL_UNREADABLE", "The node's journal cannot be opened.", { cause });
    }
  }

  /** Runs `work` so that either all of its writes are kept or none. */
  atomically<T>(work: () => T): T {
    this.#database.exec("begin immediate");
    try {
      const result = work();
      this.#database.exec("commit");
      return result;
    } catch (error) {
      this.#database.exec("rollback");
      throw error;
    }
  }

  recall(name: string): string | undefined {
    const row = this.#database.prepare("select value from meta where name = ?").get(name);
    return row?.value as string | undefined;
  }

  remember(name: string, value: string): void {
    this.#database
      .prepare("insert into meta values (?, ?) on conflict (name) do update set value = excluded.value")
      .run(name, value);
  }

  close(): void {
    this.#database.close();
  }
}

function prepare(database: DatabaseSync, file: string) {
  database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");
  const row = database.prepare("pragma user_version").get() as { user_version: number };
  if (row.user_version !== 0) return;
  database.exec(`begin immediate; ${journalSchema} pragma user_version = ${journalVersion}; commit`);
  chmodSync(file, 0o600);
}
