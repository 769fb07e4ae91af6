import type { DatabaseSync } from "node:sqlite";
import type { Hex } from "viem";

export type TileDigests = { tile: number; outputDigest: Hex; probe: Hex };

/** Tiles whose pixels have reached the scratch file on disk. They hold for every attempt: the result is exact. */
export class TileRows {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  of(lotId: bigint): TileDigests[] {
    const rows = this.#database
      .prepare("select tile, output_digest, probe from tile where lot_id = ? order by tile")
      .all(lotId.toString());
    return rows.map((row) => ({
      tile: row.tile as number,
      outputDigest: row.output_digest as Hex,
      probe: row.probe as Hex,
    }));
  }

  add(lotId: bigint, { tile, outputDigest, probe }: TileDigests): void {
    this.#database
      .prepare("insert or replace into tile values (?, ?, ?, ?)")
      .run(lotId.toString(), tile, outputDigest, probe);
  }

  forget(lotId: bigint): void {
    this.#database.prepare("delete from tile where lot_id = ?").run(lotId.toString());
  }
}
