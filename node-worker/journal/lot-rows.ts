import type { DatabaseSync } from "node:sqlite";
import type { Claim, Submission } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import { fromText, toText } from "./json.ts";

/**
 * seen: could be worked on; claimed: ours, to be computed; computed: its tiles are on this disk, to be joined and stored;
 * submitted: waits for its window; final: paid; dropped: left alone for good, the note says why.
 */
export const lotStages = ["seen", "claimed", "computed", "submitted", "final", "dropped"] as const;
export type LotStage = (typeof lotStages)[number];

/** What a finished lot consists of, before its seal is known. Metadata digest 0 where the lot makes no file. */
export type Delivery = {
  outputRoot: Hex;
  metadataDigest: Hex;
  /** Of each tile; of the assembly lot, the one of the whole picture. */
  tileProbes: readonly Hex[];
  manifestDigest: Hex;
  /** Content id of the file, or of the lot's pixels. */
  resultCid: string;
};

export type LotRow = {
  lotId: bigint;
  jobId: bigint;
  stage: LotStage;
  attempt: number;
  /** Milliseconds since 1970 before which a seen lot is not looked at again. */
  retryAt: number;
  note: string;
  claim?: Claim;
  delivery?: Delivery;
  submission?: Submission;
  /** What the lot was paid, once it is final. */
  payWei?: bigint;
};

/** Lots by the stage that this node has reached with them. */
export class LotRows {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  get(lotId: bigint): LotRow | undefined {
    const row = this.#database.prepare("select * from lot where lot_id = ?").get(lotId.toString());
    return row && rowOf(row);
  }

  /** In the order in which they were seen. */
  at(...stages: LotStage[]): LotRow[] {
    const marks = stages.map(() => "?").join(", ");
    const rows = this.#database.prepare(`select * from lot where stage in (${marks}) order by rowid`);
    return rows.all(...stages).map(rowOf);
  }

  /** The seen lot that may be looked at and has waited longest; one that was never looked at comes before all others. */
  nextSeen(nowMs: number): LotRow | undefined {
    const row = this.#database
      .prepare("select * from lot where stage = 'seen' and retry_at <= ? order by retry_at, rowid limit 1")
      .get(nowMs);
    return row && rowOf(row);
  }

  counts(): Record<LotStage, number> {
    const rows = this.#database.prepare("select stage, count(*) as lots from lot group by stage").all();
    const found = new Map(rows.map((row) => [row.stage as LotStage, row.lots as number]));
    return Object.fromEntries(lotStages.map((stage) => [stage, found.get(stage) ?? 0])) as Record<
      LotStage,
      number
    >;
  }

  ofJob(jobId: bigint): LotRow[] {
    const rows = this.#database.prepare("select * from lot where job_id = ? order by rowid");
    return rows.all(jobId.toString()).map(rowOf);
  }

  /** Has a lot that is only looked at from time to time looked at soon: something has happened to it. */
  wake(lotId: bigint): void {
    this.#database
      .prepare("update lot set retry_at = 0 where lot_id = ? and stage = 'seen'")
      .run(lotId.toString());
  }

  /** What all final lots were paid, in wei. */
  earnedWei(): bigint {
    const rows = this.#database.prepare("select pay_wei from lot where pay_wei is not null").all();
    return rows.reduce((total, row) => total + BigInt(row.pay_wei as string), 0n);
  }

  put(lot: LotRow): void {
    this.#database
      .prepare(
        `insert into lot values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (lot_id) do update set
         stage = excluded.stage, attempt = excluded.attempt, retry_at = excluded.retry_at, note = excluded.note,
         claim = excluded.claim, delivery = excluded.delivery, submission = excluded.submission,
         pay_wei = excluded.pay_wei`,
      )
      .run(
        lot.lotId.toString(),
        lot.jobId.toString(),
        lot.stage,
        lot.attempt,
        lot.retryAt,
        lot.note,
        lot.claim ? toText(lot.claim) : null,
        lot.delivery ? toText(lot.delivery) : null,
        lot.submission ? toText(lot.submission) : null,
        lot.payWei?.toString() ?? null,
      );
  }
}

function rowOf(row: Record<string, unknown>): LotRow {
  return {
    lotId: BigInt(row.lot_id as string),
    jobId: BigInt(row.job_id as string),
    stage: row.stage as LotStage,
    attempt: row.attempt as number,
    retryAt: row.retry_at as number,
    note: row.note as string,
    ...(row.claim ? { claim: fromText<Claim>(row.claim as string) } : {}),
    ...(row.delivery ? { delivery: fromText<Delivery>(row.delivery as string) } : {}),
    ...(row.submission ? { submission: fromText<Submission>(row.submission as string) } : {}),
    ...(row.pay_wei === null ? {} : { payWei: BigInt(row.pay_wei as string) }),
  };
}
