/** Runs as a module worker: renders one task after the other, and looks for those given up between two strips. */

import type { FromWorker, RenderTask, ToWorker } from "./render-messages.ts";
import { stripsOf } from "./strips.ts";

const waiting = new Map<number, RenderTask>();
const port = new MessageChannel();
let isRunning = false;

const send = (message: FromWorker, transfer: Transferable[] = []) => self.postMessage(message, { transfer });

/** Lets messages come in; a timer would wait longer. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    port.port1.onmessage = () => resolve();
    port.port2.postMessage(undefined);
  });
}

async function render(id: number, task: RenderTask): Promise<void> {
  for (const strip of stripsOf(task)) {
    send({ id, strip }, [strip.rgba.buffer]);
    await breathe();
    if (!waiting.has(id)) return;
  }
}

async function run(): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  for (;;) {
    const [next] = waiting;
    if (!next) break;
    const [id, task] = next;
    let failed = false;
    try {
      await render(id, task);
    } catch {
      failed = true;
    }
    waiting.delete(id);
    send({ id, isOver: true, failed });
  }
  isRunning = false;
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.task) waiting.set(data.id, data.task);
  else waiting.delete(data.id);
  void run();
};
