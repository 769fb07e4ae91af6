import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Env } from "@graphiti/protocol/env.ts";
import { processMemory } from "../process-memory.ts";

/** What can be searched of a work. */
export type WorkWords = { tokenId: string; title: string; artist: string; description: string };

/** As many as the index takes in one question. */
const mostFound = 500;

/**
 * The words of works, which no chain and no index of a chain has: titles lie in the store. One table for each
 * collection's words (SQLite's FTS5), and the works whose files could not be read yet.
 */
export class TitleIndex {
  readonly #database: DatabaseSync;

  /** @param path of a file, or `:memory:` */
  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
        scope UNINDEXED, token UNINDEXED, title, artist, description, tokenize = 'unicode61 remove_diacritics 2'
      );
      CREATE TABLE IF NOT EXISTS works (
        scope TEXT NOT NULL, token TEXT NOT NULL, is_read INTEGER NOT NULL, PRIMARY KEY (scope, token)
      ) STRICT;
      CREATE TABLE IF NOT EXISTS whole (scope TEXT PRIMARY KEY) STRICT;
    `);
  }

  /** Of these works, those that were never met. */
  unmet(scope: string, tokenIds: string[]): string[] {
    const met = this.#database.prepare("SELECT 1 FROM works WHERE scope = ? AND token = ?");
    return tokenIds.filter((tokenId) => met.get(scope, tokenId) === undefined);
  }

  /** Whether every work older than the newest that was met has been met too. */
  isWhole(scope: string): boolean {
    return this.#database.prepare("SELECT 1 FROM whole WHERE scope = ?").get(scope) !== undefined;
  }

  setWhole(scope: string, isWhole: boolean): void {
    const change = isWhole
      ? "INSERT OR IGNORE INTO whole (scope) VALUES (?)"
      : "DELETE FROM whole WHERE scope = ?";
    this.#database.prepare(change).run(scope);
  }

  /** Works that were met and could not be read. */
  missing(scope: string, most: number): string[] {
    return this.#database
      .prepare("SELECT token FROM works WHERE scope = ? AND is_read = 0 ORDER BY random() LIMIT ?")
      .all(scope, most)
      .map(({ token }) => token as string);
  }

  /** Keeps a work's words, once. */
  add(scope: string, { tokenId, title, artist, description }: WorkWords): void {
    if (this.#isRead(scope, tokenId)) return;
    this.#mark(scope, tokenId, 1);
    this.#database
      .prepare("INSERT INTO words (scope, token, title, artist, description) VALUES (?, ?, ?, ?, ?)")
      .run(scope, tokenId, title, artist, description);
  }

  /** Remembers that a work is there though its words cannot be had now. */
  miss(scope: string, tokenId: string): void {
    if (!this.#isRead(scope, tokenId)) this.#mark(scope, tokenId, 0);
  }

  /** Works that have a word beginning with each of these words; the title counts most. */
  find(scope: string, text: string): string[] {
    const words = text.match(/[\p{L}\p{N}\p{M}]+/gu);
    if (!words) return [];
    const query = words.map((word) => `"${word}"*`).join(" ");
    return this.#database
      .prepare(
        `SELECT token FROM words WHERE words MATCH ? AND scope = ? ORDER BY bm25(words, 0, 0, 10, 5, 1) LIMIT ${mostFound}`,
      )
      .all(query, scope)
      .map(({ token }) => token as string);
  }

  close(): void {
    this.#database.close();
  }

  #isRead(scope: string, tokenId: string): boolean {
    const row = this.#database
      .prepare("SELECT is_read FROM works WHERE scope = ? AND token = ?")
      .get(scope, tokenId);
    return row?.is_read === 1;
  }

  #mark(scope: string, tokenId: string, isRead: number): void {
    this.#database
      .prepare("INSERT OR REPLACE INTO works (scope, token, is_read) VALUES (?, ?, ?)")
      .run(scope, tokenId, isRead);
  }
}

/** The index of this server; a file in its home. */
export const titleIndex = (env: Pick<Env, "GRAPHITI_HOME">): TitleIndex =>
  processMemory(`title-index.${env.GRAPHITI_HOME}`, () => {
    mkdirSync(env.GRAPHITI_HOME, { recursive: true });
    return new TitleIndex(join(env.GRAPHITI_HOME, "titles.sqlite"));
  });
