import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { contender } from "./contenders.ts";
import { openRunner, type Settings, type Variant } from "./runners.ts";

/**
 * Resident memory in MB of a process of its own after each of three tiles, the largest. ONNX Runtime keeps what it
 * once took, so nothing is missed between; the system's own maximum would include what the parent had when it forked.
 */
export async function peakMemoryMb(variant: Variant, settings: Settings): Promise<number> {
  const child = fork(fileURLToPath(import.meta.url), [variant, JSON.stringify(settings)]);
  return new Promise((resolve, reject) => {
    child.once("message", (megabytes) => resolve(megabytes as number));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the measuring process ended with ${code} and no answer`)));
  });
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , variant, text] = process.argv as [string, string, Variant, string];
  const settings = JSON.parse(text) as Settings;
  const { run } = contender(variant, await openRunner(variant, settings), settings);
  let peak = 0;
  for (let tile = 0; tile < 3; tile++) {
    await run();
    peak = Math.max(peak, process.memoryUsage.rss() / 1e6);
  }
  process.send(peak);
  process.disconnect();
}
