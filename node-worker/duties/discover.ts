import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import { hashTerms, lotIdOf, type Terms, type Work } from "@graphiti/protocol/terms.ts";
import { BlockNotFoundError, type PublicClient } from "viem";
import type { KnownJob } from "../journal/job-rows.ts";
import type { Journal } from "../journal/journal.ts";

const smallestChunk = 500n;
const largestChunk = 500_000n;

/**
 * Reads new posts into the journal, up to the newest block. The heads that were scanned are kept, so a
 * reorganisation is noticed and what it changed is read again.
 */
export class Discovery {
  readonly #client: PublicClient;
  readonly #deployment: Deployment;
  readonly #journal: Journal;
  /** Grows while the RPC gives answers, shrinks when it refuses: their limits differ widely. */
  #chunk = 5_000n;

  constructor(client: PublicClient, deployment: Deployment, journal: Journal) {
    this.#client = client;
    this.#deployment = deployment;
    this.#journal = journal;
  }

  /** @returns how many jobs were new, and the newest block */
  async scan(signal: AbortSignal): Promise<{ found: number; head: bigint }> {
    const latest = await this.#client.getBlock({ blockTag: "latest" });
    let from = await this.#resumeAt();
    let found = 0;
    while (from <= latest.number) {
      signal.throwIfAborted();
      const to = from + this.#chunk - 1n < latest.number ? from + this.#chunk - 1n : latest.number;
      const head = to === latest.number ? latest : await this.#client.getBlock({ blockNumber: to });
      const jobs = await this.#posted(from, to);
      if (!jobs) continue;
      found += this.#journal.atomically(() => {
        this.#journal.scans.add({ block: to, hash: head.hash });
        return jobs.filter((job) => this.#note(job)).length;
      });
      from = to + 1n;
    }
    return { found, head: latest.number };
  }

  /** The block after the newest scanned head that the chain still has. */
  async #resumeAt(): Promise<bigint> {
    for (const { block, hash } of this.#journal.scans.newestFirst()) {
      const found = await this.#client.getBlock({ blockNumber: block }).catch((error) => {
        if (error instanceof BlockNotFoundError) return undefined;
        throw error;
      });
      if (found?.hash === hash) {
        this.#journal.scans.forgetAbove(block);
        return block + 1n;
      }
    }
    this.#journal.scans.forgetAbove(-1n);
    return BigInt(this.#deployment.startBlock);
  }

  /** The jobs posted in a range; undefined when the range was too much for the RPC and is now smaller. */
  async #posted(fromBlock: bigint, toBlock: bigint): Promise<KnownJob[] | undefined> {
    const { escrow } = this.#deployment.addresses;
    try {
      const event = { address: escrow, abi: jobEscrowAbi, eventName: "Posted", strict: true } as const;
      const logs = await this.#client.getContractEvents({ ...event, fromBlock, toBlock });
      if (this.#chunk < largestChunk) this.#chunk *= 2n;
      return logs.map(({ args, blockNumber }) => ({
        jobId: args.jobId,
        termsHash: hashTerms(args.terms as Terms),
        postedBlock: blockNumber,
        terms: args.terms as Terms,
        work: args.work as Work,
        inputCid: args.inputCid,
      }));
    } catch (error) {
      if (this.#chunk <= smallestChunk) throw error;
      this.#chunk /= 2n;
      return undefined;
    }
  }

  /** Puts a job and its lots into the journal; false when it was there. */
  #note(job: KnownJob): boolean {
    const known = this.#journal.jobs.get(job.jobId);
    if (known?.termsHash === job.termsHash) return false;
    this.#journal.jobs.put(job);
    const { tiles, order } = job.terms;
    for (let index = 0; index < Math.ceil(tiles / order.tilesPerLot); index++) {
      // A job under the same number but with other terms took the old one's place in a reorganisation.
      const lotId = lotIdOf(job.jobId, index);
      this.#journal.tiles.forget(lotId);
      this.#journal.lots.put({ lotId, jobId: job.jobId, stage: "seen", attempt: 0, retryAt: 0, note: "" });
    }
    return true;
  }
}
