import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Env } from "@graphiti/protocol/env.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import { Gate } from "./gate.ts";
import { type DerivativeWidth, makeDerivatives, type PictureFacts } from "./make-derivatives.ts";
import { notFoundError } from "./problem.ts";
import { processMemory } from "./process-memory.ts";

const maxOriginalBytes = 1024 ** 3;
const maxAdmitted = 10_000;
const failedForGoodMs = 10 * 60_000;
const failedForNowMs = 30_000;

const isPassing = (thrown: unknown) =>
  thrown instanceof GraphitiError && (thrown.retryable || thrown.code === "DISK_FULL");

function dropOldest(kept: Set<string> | Map<string, unknown>): void {
  if (kept.size < maxAdmitted) return;
  const [oldest] = kept.keys();
  if (oldest !== undefined) kept.delete(oldest);
}

/**
 * Small forms of stored pictures, made once and kept on disk. Only pictures that the gallery itself
 * showed or took are admitted, so a stranger cannot have arbitrary content ids decoded here.
 */
export class Derivatives {
  readonly #admitted = new Set<string>();
  readonly #making = new Map<string, Promise<PictureFacts>>();
  readonly #failed = new Map<string, { thrown: unknown; untilMs: number }>();
  readonly #gate = new Gate({ running: 1, waiting: 200 });
  readonly #folder: string;
  readonly #store: () => Store;
  readonly #nowMs: () => number;

  constructor(folder: string, store: () => Store, nowMs: () => number = Date.now) {
    this.#folder = folder;
    this.#store = store;
    this.#nowMs = nowMs;
  }

  /** Allows a picture to be asked for. */
  admit(cid: string): void {
    dropOldest(this.#admitted);
    this.#admitted.add(cid);
  }

  /** What is known about a picture without fetching it; undefined before its derivatives were made. */
  async facts(cid: string): Promise<PictureFacts | undefined> {
    try {
      return JSON.parse(await readFile(join(this.#home(cid), "facts.json"), "utf8"));
    } catch {
      return undefined;
    }
  }

  /**
   * The file of one derivative; makes all of them first where there are none.
   * A failure is remembered: for half a minute what may pass, for ten minutes what a picture itself causes.
   * @throws NOT_FOUND when the picture was not admitted, and whatever the store throws
   */
  async file(cid: string, width: DerivativeWidth): Promise<string> {
    if (!(await this.facts(cid))) {
      if (!this.#admitted.has(cid)) throw notFoundError("This picture");
      const failure = this.#failed.get(cid);
      if (failure && this.#nowMs() < failure.untilMs) throw failure.thrown;
      await this.#make(cid);
    }
    return join(this.#home(cid), `${width}.webp`);
  }

  #home(cid: string): string {
    if (!/^[a-zA-Z0-9]{46,100}$/.test(cid)) throw notFoundError("This picture");
    return join(this.#folder, cid);
  }

  #make(cid: string): Promise<PictureFacts> {
    const running = this.#making.get(cid);
    if (running) return running;
    const making = this.#gate.run(() => this.#fetchAndMake(cid)).finally(() => this.#making.delete(cid));
    this.#making.set(cid, making);
    return making;
  }

  async #fetchAndMake(cid: string): Promise<PictureFacts> {
    await mkdir(this.#folder, { recursive: true });
    const original = join(this.#folder, `${randomUUID()}.original`);
    try {
      await this.#store().download(cid, original, { maxBytes: maxOriginalBytes });
      const facts = await makeDerivatives(original, this.#home(cid));
      this.#failed.delete(cid);
      return facts;
    } catch (thrown) {
      dropOldest(this.#failed);
      const lastsMs = isPassing(thrown) ? failedForNowMs : failedForGoodMs;
      this.#failed.set(cid, { thrown, untilMs: this.#nowMs() + lastsMs });
      throw thrown;
    } finally {
      await rm(original, { force: true });
    }
  }
}

export function derivativesFor(env: Env): Derivatives {
  return processMemory(
    "derivatives",
    () => new Derivatives(join(env.GRAPHITI_HOME, "derivatives"), () => openStore(env)),
  );
}
