import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Ground, Report, Ruling } from "@graphiti/protocol/curation.ts";
import type { Env } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { processMemory } from "../process-memory.ts";

const mostOfOneWork = 50;
const mostInAll = 10_000;
/** As many as the index takes in one question. */
export const mostHidden = 1_000;

export type KeptReport = Report & { reportedAtMs: number };

/** What visitors reported and curators decided, by the collection that it is about. */
export class CurationBook {
  readonly #database: DatabaseSync;

  /** @param path of a file, or `:memory:` */
  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      CREATE TABLE IF NOT EXISTS reports (
        scope TEXT NOT NULL, token TEXT NOT NULL, ground TEXT NOT NULL, words TEXT NOT NULL, reported_at INTEGER NOT NULL,
        PRIMARY KEY (scope, token, ground, words)
      ) STRICT;
      CREATE TABLE IF NOT EXISTS rulings (
        scope TEXT NOT NULL, token TEXT NOT NULL, curator TEXT NOT NULL, is_hidden INTEGER NOT NULL, ground TEXT NOT NULL,
        signed_at INTEGER NOT NULL,
        PRIMARY KEY (scope, token)
      ) STRICT;
      CREATE TABLE IF NOT EXISTS hidden_pictures (
        scope TEXT NOT NULL, token TEXT NOT NULL, cid TEXT NOT NULL,
        PRIMARY KEY (cid, scope, token)
      ) STRICT;
    `);
  }

  /** Keeps a report. The same again is no change. @throws GALLERY_BUSY when there are too many in all */
  report(scope: string, { tokenId, ground, words }: Report, nowMs: number): void {
    if (this.#count("reports", "WHERE scope = ? AND token = ?", scope, tokenId) >= mostOfOneWork) return;
    if (this.#count("reports", "") >= mostInAll)
      fail("GALLERY_BUSY", "The gallery has more reports than its curators can read.", { retryable: true });
    this.#database
      .prepare(
        "INSERT OR IGNORE INTO reports (scope, token, ground, words, reported_at) VALUES (?, ?, ?, ?, ?)",
      )
      .run(scope, tokenId, ground, words, nowMs);
  }

  /** What no curator has decided on yet, the oldest first. */
  reports(scope: string): KeptReport[] {
    return this.#database
      .prepare(
        "SELECT token, ground, words, reported_at FROM reports WHERE scope = ? ORDER BY reported_at LIMIT 1000",
      )
      .all(scope)
      .map((row) => ({
        tokenId: row.token as string,
        ground: row.ground as Ground,
        words: row.words as string,
        reportedAtMs: row.reported_at as number,
      }));
  }

  /**
   * Keeps a decision, which settles the reports about its work.
   * @param cids of the work's pictures, where those are not to be shown either
   * @throws RULING_REFUSED for one that is not later than what it would replace, and when too many works are hidden
   */
  rule(scope: string, { tokenId, isHidden, ground, curator, signedAt }: Ruling, cids: string[]): void {
    const before = this.rulingOn(scope, tokenId);
    if (before && before.signedAt >= signedAt)
      fail("RULING_REFUSED", "A later decision about this work is there already.");
    const hidden = this.#count("rulings", "WHERE scope = ? AND is_hidden = 1", scope);
    if (isHidden && !before?.isHidden && hidden >= mostHidden)
      fail("RULING_REFUSED", `A gallery can hide ${mostHidden.toLocaleString("en-GB")} works at most.`);
    this.#together(() => {
      this.#database
        .prepare(
          `INSERT OR REPLACE INTO rulings (scope, token, curator, is_hidden, ground, signed_at) VALUES (?, ?, ?, ?, ?, ?)`,
        )
        .run(scope, tokenId, curator, Number(isHidden), ground, signedAt);
      this.#database.prepare("DELETE FROM reports WHERE scope = ? AND token = ?").run(scope, tokenId);
      this.#database.prepare("DELETE FROM hidden_pictures WHERE scope = ? AND token = ?").run(scope, tokenId);
      const place = this.#database.prepare(
        "INSERT OR IGNORE INTO hidden_pictures (scope, token, cid) VALUES (?, ?, ?)",
      );
      if (isHidden) for (const cid of cids) place.run(scope, tokenId, cid);
    });
  }

  rulingOn(scope: string, tokenId: string): Ruling | undefined {
    return this.#rulings("WHERE scope = ? AND token = ?", scope, tokenId)[0];
  }

  /** The works that are not shown, the latest decision first. */
  hidden(scope: string): Ruling[] {
    return this.#rulings("WHERE scope = ? AND is_hidden = 1 ORDER BY signed_at DESC", scope);
  }

  /** Whether a picture belongs to a work that is not shown. */
  isHiddenPicture(cid: string): boolean {
    return (
      this.#database.prepare("SELECT 1 FROM hidden_pictures WHERE cid = ? LIMIT 1").get(cid) !== undefined
    );
  }

  close(): void {
    this.#database.close();
  }

  #rulings(where: string, ...given: string[]): Ruling[] {
    return this.#database
      .prepare(`SELECT token, curator, is_hidden, ground, signed_at FROM rulings ${where}`)
      .all(...given)
      .map((row) => ({
        tokenId: row.token as string,
        curator: row.curator as Ruling["curator"],
        isHidden: row.is_hidden === 1,
        ground: row.ground as Ground,
        signedAt: row.signed_at as number,
      }));
  }

  #together(write: () => void): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      write();
      this.#database.exec("COMMIT");
    } catch (thrown) {
      this.#database.exec("ROLLBACK");
      throw thrown;
    }
  }

  #count(table: "reports" | "rulings", where: string, ...given: string[]): number {
    return Number(this.#database.prepare(`SELECT count(*) AS n FROM ${table} ${where}`).get(...given)?.n);
  }
}

/** The book of this server; a file in its home. */
export const curationBook = (env: Pick<Env, "GRAPHITI_HOME">): CurationBook =>
  processMemory(`curation-book.${env.GRAPHITI_HOME}`, () => {
    mkdirSync(env.GRAPHITI_HOME, { recursive: true });
    return new CurationBook(join(env.GRAPHITI_HOME, "curation.sqlite"));
  });
