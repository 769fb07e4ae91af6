import { Worker } from "node:worker_threads";
import { fail } from "@graphiti/protocol/errors.ts";
import type { Program } from "./program.ts";
import type { Order, Reply } from "./session-worker.ts";
import type { TileRequest, TileResult } from "./tile-request.ts";

type Waiting = { resolve: (reply: Reply) => void; reject: (error: unknown) => void };

/** Inference sessions, each with one thread of its own: tiles are computed side by side, and this thread stays free. */
export class SessionPool {
  readonly #workers: Worker[];
  readonly #idle: Worker[];
  readonly #queue: { tile: TileRequest; waiting: Waiting }[] = [];
  readonly #running = new Map<Worker, Waiting>();
  #broken: Error | undefined;

  private constructor(workers: Worker[]) {
    this.#workers = workers;
    this.#idle = [...workers];
    for (const worker of workers) {
      worker.on("message", (reply: Reply) => this.#finish(worker, reply));
      worker.on("error", (error) => this.#break(error));
      worker.on("exit", () => this.#break(new Error("an inference session has ended")));
    }
  }

  /** @throws DEVICE_DIFFERS when the runtime does not take the model */
  static async open(program: Program, sessions: number): Promise<SessionPool> {
    const pool = new SessionPool(
      Array.from({ length: sessions }, () => new Worker(new URL("./session-worker.ts", import.meta.url))),
    );
    try {
      await pool.load(program);
      return pool;
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  get sessions(): number {
    return this.#workers.length;
  }

  /** Why the pool is of no use any more; undefined while it is. */
  get broken(): Error | undefined {
    return this.#broken;
  }

  /**
   * Has all sessions compute something else from now on. No tile may be under way.
   * @throws DEVICE_DIFFERS when the runtime does not take the model
   */
  async load(program: Program): Promise<void> {
    const load = (worker: Worker) =>
      new Promise<Reply>((resolve, reject) => {
        this.#running.set(worker, { resolve, reject });
        worker.postMessage({ program } satisfies Order);
      });
    const loaded = await Promise.allSettled(this.#idle.splice(0).map(load));
    const failed = loaded.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected")
      fail("DEVICE_DIFFERS", "The runtime cannot run the model on this device.", { cause: failed.reason });
  }

  /** Computes one tile as soon as a session is free; its pixels are copied. */
  async run(tile: TileRequest): Promise<TileResult> {
    const reply = await new Promise<Reply>((resolve, reject) => {
      if (this.#broken) return reject(this.#broken);
      this.#queue.push({ tile, waiting: { resolve, reject } });
      this.#next();
    });
    return "result" in reply ? reply.result : raise(new Error("a session answered with no result"));
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  /** Without one of its sessions the pool is of no use; whoever waits is told. */
  #break(error: Error) {
    this.#broken ??= error;
    for (const { reject } of this.#running.values()) reject(this.#broken);
    for (const { waiting } of this.#queue.splice(0)) waiting.reject(this.#broken);
  }

  #next() {
    const worker = this.#idle.pop();
    if (!worker) return;
    const entry = this.#queue.shift();
    if (!entry) {
      this.#idle.push(worker);
      return;
    }
    this.#running.set(worker, entry.waiting);
    worker.postMessage({ tile: entry.tile } satisfies Order);
  }

  #finish(worker: Worker, reply: Reply) {
    const waiting = this.#running.get(worker);
    this.#running.delete(worker);
    this.#idle.push(worker);
    if ("failure" in reply) waiting?.reject(new Error(`inference failed: ${reply.failure}`));
    else waiting?.resolve(reply);
    this.#next();
  }
}

function raise(error: Error): never {
  throw error;
}
