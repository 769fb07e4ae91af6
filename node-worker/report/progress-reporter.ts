import { type Progress, signProgress } from "@graphiti/protocol/progress.ts";
import type { Address, LocalAccount } from "viem";

const shortestGapMs = 250;
const patienceMs = 2_000;

type Report = Omit<Progress, "sentAt">;

/**
 * Tells a gallery how far a lot is, signed by the machine key. Best effort: nobody waits for it, the newest report
 * replaces one that was not sent yet, and failures are forgotten.
 */
export class ProgressReporter {
  readonly #url: string | undefined;
  readonly #account: LocalAccount;
  readonly #domain: { chainId: number; escrow: Address };
  #next: Report | undefined;
  #sending = false;

  constructor(
    galleryUrl: string | undefined,
    account: LocalAccount,
    domain: { chainId: number; escrow: Address },
  ) {
    this.#url = galleryUrl === undefined ? undefined : new URL("/api/progress", galleryUrl).href;
    this.#account = account;
    this.#domain = domain;
  }

  report(report: Report): void {
    if (this.#url === undefined) return;
    this.#next = report;
    if (!this.#sending) void this.#drain(this.#url);
  }

  async #drain(url: string) {
    this.#sending = true;
    while (this.#next) {
      const progress: Progress = { ...this.#next, sentAt: Date.now() };
      this.#next = undefined;
      await this.#post(url, progress).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, shortestGapMs).unref());
    }
    this.#sending = false;
  }

  async #post(url: string, progress: Progress) {
    const signature = await signProgress(this.#account, this.#domain, progress);
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ progress, signature }),
      signal: AbortSignal.timeout(patienceMs),
      redirect: "error",
    });
    await response.body?.cancel();
  }
}
