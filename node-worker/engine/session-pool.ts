import { Worker } from "node:worker_threads";
import { fail } from "@graphiti/protocol/errors.ts";
import type { Planar } from "@graphiti/protocol/picture/halo.ts";
import type { TileReply, TileRequest, TileResult } from "./session-worker.ts";

type Waiting = { resolve: (result: TileResult) => void; reject: (error: unknown) => void };

/** Inference sessions, each with one thread of its own: tiles are computed side by side, and this thread stays free. */
export class SessionPool {
  readonly #workers: Worker[];
  readonly #idle: Worker[];
  readonly #queue: { request: TileRequest; waiting: Waiting }[] = [];
  readonly #running = new Map<Worker, Waiting>();
  #broken: Error | undefined;

  private constructor(workers: Worker[]) {
    this.#workers = workers;
    this.#idle = [...workers];
    for (const worker of workers) {
      worker.on("message", (reply: TileReply) => this.#finish(worker, reply));
      worker.on("error", (error) => this.#break(error));
      worker.on("exit", () => this.#break(new Error("an inference session has ended")));
    }
  }

  /**
   * @param model bytes of the ONNX model
   * @throws DEVICE_DIFFERS when the runtime does not take the model
   */
  static async open(model: Uint8Array, sessions: number): Promise<SessionPool> {
    const workers = Array.from(
      { length: sessions },
      () =>
        new Worker(new URL("./session-worker.ts", import.meta.url), {
          workerData: { model },
        }),
    );
    try {
      await Promise.all(
        workers.map(
          (worker) =>
            new Promise<void>((resolve, reject) => {
              worker.once("message", () => resolve());
              worker.once("error", reject);
            }),
        ),
      );
    } catch (cause) {
      await Promise.all(workers.map((worker) => worker.terminate()));
      fail("DEVICE_DIFFERS", "ONNX Runtime cannot run the model on this machine.", { cause });
    }
    return new SessionPool(workers);
  }

  get sessions(): number {
    return this.#workers.length;
  }

  /** Computes one haloed tile as soon as a session is free; its pixels are copied. */
  run({ data, width, height }: Planar, isAlpha: boolean): Promise<TileResult> {
    return new Promise((resolve, reject) => {
      if (this.#broken) return reject(this.#broken);
      this.#queue.push({
        request: { pixels: data, width, height, isAlpha },
        waiting: { resolve, reject },
      });
      this.#next();
    });
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
    worker.postMessage(entry.request);
  }

  #finish(worker: Worker, reply: TileReply) {
    const waiting = this.#running.get(worker);
    this.#running.delete(worker);
    this.#idle.push(worker);
    if ("result" in reply) waiting?.resolve(reply.result);
    else waiting?.reject(new Error(`inference failed: ${reply.failure}`));
    this.#next();
  }
}
