import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Env } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { type MarketOrder, marketOrderSchema, signerOf } from "@graphiti/protocol/market-orders.ts";
import type { Address, Hex } from "viem";
import { processMemory } from "../process-memory.ts";

const mostOfOneSigner = 200;
const mostInAll = 50_000;

export type KeptOrder = { hash: Hex; order: MarketOrder };

/**
 * Orders that were signed and left with this gallery, by the deployment that they are for. It vouches for nothing:
 * whoever reads an order asks the chain whether it is still good.
 */
export class OrderBook {
  readonly #database: DatabaseSync;

  /** @param path of a file, or `:memory:` */
  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      CREATE TABLE IF NOT EXISTS orders (
        scope TEXT NOT NULL, hash TEXT NOT NULL, signer TEXT NOT NULL, body TEXT NOT NULL, kept_at INTEGER NOT NULL,
        PRIMARY KEY (scope, hash)
      ) STRICT;
      CREATE INDEX IF NOT EXISTS orders_by_signer ON orders (scope, signer);
      CREATE TABLE IF NOT EXISTS order_tokens (
        scope TEXT NOT NULL, hash TEXT NOT NULL, token TEXT NOT NULL, PRIMARY KEY (scope, token, hash)
      ) STRICT;
    `);
  }

  /** Keeps an order under each token that it is about; one for the whole collection under none. Again is no change. */
  add(scope: string, { hash, order }: KeptOrder, nowMs: number): void {
    const signer = signerOf(order).toLowerCase();
    this.#requireRoom(scope, signer);
    this.#database
      .prepare("INSERT OR IGNORE INTO orders (scope, hash, signer, body, kept_at) VALUES (?, ?, ?, ?, ?)")
      .run(scope, hash, signer, JSON.stringify(order), nowMs);
    const tokens = order.kind === "listing" ? [order.order.tokenId] : order.tokenIds;
    const place = this.#database.prepare(
      "INSERT OR IGNORE INTO order_tokens (scope, hash, token) VALUES (?, ?, ?)",
    );
    for (const token of tokens.length === 0 ? ["*"] : tokens) place.run(scope, hash, token);
  }

  /**
   * Orders about a token, those for the whole collection among them. Listings first, which only the token's owner can
   * leave: no crowd of offers pushes them out. Then the newest.
   */
  ofToken(scope: string, tokenId: string): KeptOrder[] {
    return this.#read(
      `SELECT hash, body FROM orders WHERE scope = ? AND hash IN
        (SELECT hash FROM order_tokens WHERE scope = ? AND token IN (?, '*'))
        ORDER BY body ->> '$.kind' = 'listing' DESC, kept_at DESC LIMIT 100`,
      scope,
      scope,
      tokenId,
    );
  }

  ofSigner(scope: string, signer: Address): KeptOrder[] {
    return this.#read(
      "SELECT hash, body FROM orders WHERE scope = ? AND signer = ? ORDER BY kept_at DESC LIMIT 200",
      scope,
      signer.toLowerCase(),
    );
  }

  drop(scope: string, hash: Hex): void {
    this.#database.prepare("DELETE FROM orders WHERE scope = ? AND hash = ?").run(scope, hash);
    this.#database.prepare("DELETE FROM order_tokens WHERE scope = ? AND hash = ?").run(scope, hash);
  }

  close(): void {
    this.#database.close();
  }

  #read(query: string, ...given: string[]): KeptOrder[] {
    return this.#database
      .prepare(query)
      .all(...given)
      .map((row) => ({
        hash: row.hash as Hex,
        order: marketOrderSchema.parse(JSON.parse(row.body as string)),
      }));
  }

  #requireRoom(scope: string, signer: string): void {
    const count = (where: string, ...given: string[]) =>
      Number(this.#database.prepare(`SELECT count(*) AS n FROM orders ${where}`).get(...given)?.n);
    if (count("WHERE scope = ? AND signer = ?", scope, signer) >= mostOfOneSigner)
      fail("ORDER_REFUSED", `This gallery keeps at most ${mostOfOneSigner} signed orders of one wallet.`);
    if (count("") >= mostInAll) fail("GALLERY_BUSY", "The gallery keeps as many signed orders as it can.");
  }
}

/** The book of this server; a file in its home. */
export const orderBook = (env: Pick<Env, "GRAPHITI_HOME">): OrderBook =>
  processMemory(`order-book.${env.GRAPHITI_HOME}`, () => {
    mkdirSync(env.GRAPHITI_HOME, { recursive: true });
    return new OrderBook(join(env.GRAPHITI_HOME, "orders.sqlite"));
  });
