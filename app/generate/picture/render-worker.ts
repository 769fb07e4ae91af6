/** Runs as a module worker: renders strip by strip, and looks for those given up in between. */

import type { ToWorker } from "./render-messages.ts";
import { RenderQueue } from "./render-queue.ts";

const queue = new RenderQueue();
const port = new MessageChannel();
let isRunning = false;

/** Lets messages come in; a timer would wait longer. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    port.port1.onmessage = () => resolve();
    port.port2.postMessage(undefined);
  });
}

async function run(): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  for (let told = queue.step(); told; told = queue.step()) {
    self.postMessage(told, { transfer: "strip" in told ? [told.strip.rgba.buffer] : [] });
    await breathe();
  }
  isRunning = false;
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.task) queue.add(data.id, data.task);
  else queue.giveUp(data.id);
  void run();
};
