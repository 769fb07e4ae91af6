import type { DatabaseSync } from "node:sqlite";
import type { Claim, Submission } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import { fromText, toText } from "./json.ts";

/**
 * seen: submitted by somebody, to be checked; judged: the seal is known and on its way; sealed: it has a seat on the
 * chain; settled: the lot has left its panel, what it paid is known; passed: left alone, the note says why.
 */
export const attestationStages = ["seen", "judged", "sealed", "settled", "passed"] as const;
export type AttestationStage = (typeof attestationStages)[number];

/** What this node makes of a submitted lot. */
export type Finding = {
  claim: Claim;
  submission: Submission;
  /** Unix seconds. */
  submittedAt: number;
  /** What the draw of the sample hung on: with another one the seal is another. */
  seed: number;
  /** Zero for an objection. */
  seal: Hex;
  /** Of the whole lot, where all of its tiles were in the sample: then this node can finalise the lot too. */
  tileProbes?: readonly Hex[];
  /** Its place in the panel, once it has one. */
  seat?: number;
};

export type AttestationRow = {
  lotId: bigint;
  attempt: number;
  jobId: bigint;
  stage: AttestationStage;
  /** Milliseconds since 1970 before which it is not looked at again. */
  retryAt: number;
  /** How many transactions were sent for it: each names its own purpose. */
  tries: number;
  note: string;
  finding?: Finding;
  payWei?: bigint;
};

/** Others' submissions by what this node has done about them. One row for each attempt of a lot. */
export class AttestationRows {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  get(lotId: bigint, attempt: number): AttestationRow | undefined {
    const row = this.#database
      .prepare("select * from attestation where lot_id = ? and attempt = ?")
      .get(lotId.toString(), attempt);
    return row && rowOf(row);
  }

  /** Those in a stage that may be looked at, the one that has waited longest first. */
  due(stage: AttestationStage, nowMs: number): AttestationRow[] {
    return this.#database
      .prepare("select * from attestation where stage = ? and retry_at <= ? order by retry_at, rowid")
      .all(stage, nowMs)
      .map(rowOf);
  }

  at(...stages: AttestationStage[]): AttestationRow[] {
    const marks = stages.map(() => "?").join(", ");
    const rows = this.#database.prepare(`select * from attestation where stage in (${marks}) order by rowid`);
    return rows.all(...stages).map(rowOf);
  }

  /** How many of a job are still to be checked, sealed or settled. */
  liveOf(jobId: bigint): number {
    const row = this.#database
      .prepare(
        "select count(*) as lots from attestation where job_id = ? and stage in ('seen', 'judged', 'sealed')",
      )
      .get(jobId.toString());
    return row?.lots as number;
  }

  counts(): Record<AttestationStage, number> {
    const rows = this.#database
      .prepare("select stage, count(*) as lots from attestation group by stage")
      .all();
    const found = new Map(rows.map((row) => [row.stage as AttestationStage, row.lots as number]));
    return Object.fromEntries(attestationStages.map((stage) => [stage, found.get(stage) ?? 0])) as Record<
      AttestationStage,
      number
    >;
  }

  /** What all settled ones were paid, in wei. */
  earnedWei(): bigint {
    const rows = this.#database.prepare("select pay_wei from attestation where pay_wei is not null").all();
    return rows.reduce((total, row) => total + BigInt(row.pay_wei as string), 0n);
  }

  /** Notes a submission, unless it is known. */
  note(lotId: bigint, attempt: number, jobId: bigint): void {
    this.#database
      .prepare("insert or ignore into attestation (lot_id, attempt, job_id, stage) values (?, ?, ?, 'seen')")
      .run(lotId.toString(), attempt, jobId.toString());
  }

  put(row: AttestationRow): void {
    this.#database
      .prepare(
        `insert into attestation values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (lot_id, attempt) do update set
         stage = excluded.stage, retry_at = excluded.retry_at, tries = excluded.tries, note = excluded.note,
         finding = excluded.finding, pay_wei = excluded.pay_wei`,
      )
      .run(
        row.lotId.toString(),
        row.attempt,
        row.jobId.toString(),
        row.stage,
        row.retryAt,
        row.tries,
        row.note,
        row.finding ? toText(row.finding) : null,
        row.payWei?.toString() ?? null,
      );
  }

  /** Forgets what was noted of a job that a reorganisation has replaced. */
  forgetJob(jobId: bigint): void {
    this.#database.prepare("delete from attestation where job_id = ?").run(jobId.toString());
  }
}

function rowOf(row: Record<string, unknown>): AttestationRow {
  return {
    lotId: BigInt(row.lot_id as string),
    attempt: row.attempt as number,
    jobId: BigInt(row.job_id as string),
    stage: row.stage as AttestationStage,
    retryAt: row.retry_at as number,
    tries: row.tries as number,
    note: row.note as string,
    ...(row.finding ? { finding: fromText<Finding>(row.finding as string) } : {}),
    ...(row.pay_wei === null ? {} : { payWei: BigInt(row.pay_wei as string) }),
  };
}
