import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import {
  hashTerms,
  jobIdOf,
  lotCount,
  lotIdOf,
  shapeOf,
  type Terms,
  type Work,
} from "@graphiti/protocol/terms.ts";
import { BlockNotFoundError, type GetContractEventsReturnType, type PublicClient } from "viem";
import type { KnownJob } from "../journal/job-rows.ts";
import type { Journal } from "../journal/journal.ts";

const smallestChunk = 500n;
const largestChunk = 500_000n;

/** Events after which there may be something to do. */
const heeded = ["Posted", "Submitted", "Finalised", "Expired"] as const;

const eventAbi = jobEscrowAbi.filter(
  (item) => item.type === "event" && heeded.some((name) => name === item.name),
);

type Logs = GetContractEventsReturnType<typeof jobEscrowAbi, undefined, true>;

/**
 * Reads new posts, and what happens to their lots, into the journal, up to the newest block. The heads that were
 * scanned are kept, so a reorganisation is noticed and what it changed is read again.
 */
export class Discovery {
  readonly #client: PublicClient;
  readonly #deployment: Deployment;
  readonly #journal: Journal;
  /** With which of a job's lots to begin: other nodes begin with others. */
  readonly #turn: number;
  /** Grows while the RPC gives answers, shrinks when it refuses: their limits differ widely. */
  #chunk = 5_000n;

  constructor(client: PublicClient, deployment: Deployment, journal: Journal, turn = 0) {
    this.#client = client;
    this.#deployment = deployment;
    this.#journal = journal;
    this.#turn = turn;
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
      const logs = await this.#events(from, to);
      if (!logs) continue;
      found += this.#journal.atomically(() => {
        this.#journal.scans.add({ block: to, hash: head.hash });
        return logs.filter((log) => this.#heed(log)).length;
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

  /** What happened in a range; undefined when the range was too much for the RPC and is now smaller. */
  async #events(fromBlock: bigint, toBlock: bigint): Promise<Logs | undefined> {
    const { escrow: address } = this.#deployment.addresses;
    try {
      const filter = { address, events: eventAbi, fromBlock, toBlock, strict: true } as const;
      const logs = (await this.#client.getLogs(filter)) as unknown as Logs;
      if (this.#chunk < largestChunk) this.#chunk *= 2n;
      return logs;
    } catch (error) {
      if (this.#chunk <= smallestChunk) throw error;
      this.#chunk /= 2n;
      return undefined;
    }
  }

  /** Takes one event into the journal; true when it was a new job. */
  #heed({ eventName, args, blockNumber }: Logs[number]): boolean {
    const { attestations, jobs, lots } = this.#journal;
    switch (eventName) {
      case "Posted":
        return this.#note({
          jobId: args.jobId,
          termsHash: hashTerms(args.terms as Terms),
          postedBlock: blockNumber,
          terms: args.terms as Terms,
          work: args.work as Work,
          inputCid: args.inputCid,
        });
      case "Submitted": {
        const job = jobs.get(jobIdOf(args.lotId));
        if (job && job.terms.order.attesters > 0) attestations.note(args.lotId, args.attempt, job.jobId);
        return false;
      }
      case "Finalised": {
        // The last tile lot opens the assembly lot.
        const jobId = jobIdOf(args.lotId);
        const job = jobs.get(jobId);
        if (job) lots.wake(lotIdOf(jobId, lotCount(shapeOf(job.terms)) - 1));
        return false;
      }
      case "Expired":
        lots.wake(args.lotId);
        return false;
      default:
        return false;
    }
  }

  /** Puts a job and its lots into the journal; false when it was there. */
  #note(job: KnownJob): boolean {
    const { jobs, lots, tiles, attestations } = this.#journal;
    if (jobs.get(job.jobId)?.termsHash === job.termsHash) return false;
    jobs.put(job);
    attestations.forgetJob(job.jobId);
    const count = lotCount(shapeOf(job.terms));
    for (let at = 0; at < count; at++) {
      // A job under the same number but with other terms took the old one's place in a reorganisation.
      const lotId = lotIdOf(job.jobId, (at + this.#turn) % count);
      tiles.forget(lotId);
      lots.put({ lotId, jobId: job.jobId, stage: "seen", attempt: 0, retryAt: 0, note: "" });
    }
    return true;
  }
}
