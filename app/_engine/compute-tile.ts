import { GraphitiError } from "@graphiti/protocol/errors.ts";
import type { ComputedTile, Question, Reply, TileRequest } from "./messages.ts";

type Waiting = { resolve: (tile: ComputedTile) => void; reject: (error: unknown) => void };

let worker: Worker | undefined;
let asked = 0;
const waiting = new Map<number, Waiting>();

/**
 * Computes one tile in this browser, bit for bit as every node does. The engine runs in a worker, which is started by
 * the first call and keeps the last model; tiles are computed one after the other.
 * @param signal stops the computing at once, for everybody who waits
 * @throws GraphitiError STORE_BYTES_MISMATCH, STORE_UNREACHABLE, ENGINE_FAILED; the signal's reason
 */
export function computeTile(request: TileRequest, signal?: AbortSignal): Promise<ComputedTile> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const id = asked++;
    const stop = () => end(signal?.reason);
    const settled = () => {
      waiting.delete(id);
      signal?.removeEventListener("abort", stop);
    };
    waiting.set(id, {
      resolve: (tile) => {
        settled();
        resolve(tile);
      },
      reject: (error) => {
        settled();
        reject(error);
      },
    });
    signal?.addEventListener("abort", stop);
    worker ??= start();
    worker.postMessage({ id, request } satisfies Question);
  });
}

function start(): Worker {
  const started = new Worker(new URL("./engine-worker.ts", import.meta.url), { type: "module" });
  started.onmessage = ({ data }: MessageEvent<Reply>) => {
    const one = waiting.get(data.id);
    if ("tile" in data) one?.resolve(data.tile);
    else one?.reject(new GraphitiError(data.failure.code, data.failure.message, data.failure));
  };
  started.onerror = (event) => {
    event.preventDefault();
    end(new GraphitiError("ENGINE_FAILED", "The engine of this page could not be started."));
  };
  return started;
}

/** A running computation cannot be asked to stop: its worker is ended, and the next call starts another. */
function end(error: unknown): void {
  worker?.terminate();
  worker = undefined;
  for (const { reject } of [...waiting.values()]) reject(error);
}
