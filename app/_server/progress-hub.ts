import type { Progress } from "@graphiti/protocol/progress.ts";

/** What a node reported, as the browser gets it. */
export type ReportedProgress = Progress & { key: string; receivedAt: number };
type Listener = (progress: ReportedProgress) => void;

/** The latest report of each lot, in memory only; the oldest lots are forgotten first. */
export class ProgressHub {
  readonly #latest = new Map<string, ReportedProgress>();
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #maxLots: number;

  constructor(maxLots = 1_000) {
    this.#maxLots = maxLots;
  }

  /** @returns false when something newer is known already */
  publish(report: ReportedProgress): boolean {
    const known = this.#latest.get(report.lotId);
    if (known && (known.attempt > report.attempt || known.sentAt >= report.sentAt)) return false;
    this.#latest.delete(report.lotId);
    this.#latest.set(report.lotId, report);
    if (this.#latest.size > this.#maxLots) {
      const [oldest] = this.#latest.keys();
      if (oldest !== undefined) this.#latest.delete(oldest);
    }
    for (const listener of this.#listeners.get(report.jobId) ?? []) listener(report);
    return true;
  }

  ofJob(jobId: string): ReportedProgress[] {
    return [...this.#latest.values()].filter((report) => report.jobId === jobId);
  }

  get size(): number {
    return this.#latest.size;
  }

  /** @returns a function that ends the subscription */
  subscribe(jobId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(jobId) ?? new Set();
    this.#listeners.set(jobId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(jobId);
    };
  }
}
