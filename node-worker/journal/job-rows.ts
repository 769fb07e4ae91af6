import type { DatabaseSync } from "node:sqlite";
import type { Terms, Work } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import { fromText, toText } from "./json.ts";

export type KnownJob = {
  jobId: bigint;
  termsHash: Hex;
  postedBlock: bigint;
  terms: Terms;
  work: Work;
  inputCid: string;
};

/** Jobs as posted. A row can be wrong after a reorganisation, so the terms' hash is compared with the chain before use. */
export class JobRows {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  get(jobId: bigint): KnownJob | undefined {
    const row = this.#database.prepare("select * from job where job_id = ?").get(jobId.toString());
    if (!row) return undefined;
    return {
      jobId,
      termsHash: row.terms_hash as Hex,
      postedBlock: BigInt(row.posted_block as number),
      terms: fromText<Terms>(row.terms as string),
      work: fromText<Work>(row.work as string),
      inputCid: row.input_cid as string,
    };
  }

  /** Whether a file with the bytes of the job's input digest is known to hold the pixels of its input root. */
  isInputVerified(jobId: bigint): boolean {
    const row = this.#database
      .prepare("select input_verified from job where job_id = ?")
      .get(jobId.toString());
    return row?.input_verified === 1;
  }

  inputIsVerified(jobId: bigint): void {
    this.#database.prepare("update job set input_verified = 1 where job_id = ?").run(jobId.toString());
  }

  put(job: KnownJob): void {
    this.#database
      .prepare("insert or replace into job values (?, ?, ?, ?, ?, ?, 0)")
      .run(
        job.jobId.toString(),
        job.termsHash,
        Number(job.postedBlock),
        toText(job.terms),
        toText(job.work),
        job.inputCid,
      );
  }
}
