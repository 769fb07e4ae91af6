import type { FromWorker, RenderTask, Strip, ToWorker } from "./render-messages.ts";

/** Pictures of one lane follow each other; lanes do not wait for each other. */
export type Lane = "stage" | "thumbs";

type Listener = { onStrip: (strip: Strip) => void; onOver: (failed: boolean) => void };

const workers = new Map<Lane, Worker>();
const listeners = new Map<number, Listener>();
let asked = 0;

function workerOf(lane: Lane): Worker {
  const known = workers.get(lane);
  if (known) return known;
  const worker = new Worker(new URL("./render-worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    const listener = listeners.get(data.id);
    if ("strip" in data) listener?.onStrip(data.strip);
    else {
      listeners.delete(data.id);
      listener?.onOver(data.failed);
    }
  };
  worker.onerror = (event) => {
    event.preventDefault();
    workers.delete(lane);
    for (const [id, listener] of [...listeners]) {
      listeners.delete(id);
      listener.onOver(true);
    }
  };
  workers.set(lane, worker);
  return worker;
}

/**
 * Renders in a worker of this browser, bit for bit what nodes render.
 * @returns a function that gives the task up; nothing is heard of it afterwards
 */
export function render(lane: Lane, task: RenderTask, listener: Listener): () => void {
  const id = asked++;
  const worker = workerOf(lane);
  listeners.set(id, listener);
  worker.postMessage({ id, task } satisfies ToWorker);
  return () => {
    if (listeners.delete(id)) worker.postMessage({ id } satisfies ToWorker);
  };
}
