import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { childEnv } from "@graphiti/protocol/env.ts";

/** Collects all garbage now: worth it once after the start, which needs much that a waiting node does not. */
export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
}

const setting = "MALLOC_MMAP_THRESHOLD_";
const thresholdBytes = 2 ** 20;

/**
 * Products of 24 bits must not lose any of them on a graphics card. The runtime's options for CUDA do not reach that far
 * from Node; NVIDIA's own libraries look here.
 */
const exact = { NVIDIA_TF32_OVERRIDE: "0" } as const;

/**
 * Begins this process again, under the same id, with an allocator that gives large blocks back to the system, and exact
 * graphics cards. glibc reads its settings once, at the start, and without one learns to keep blocks of up to 32 MiB: a
 * hundred megabytes that sessions and pictures have left. Returns where that is so already, and on other systems.
 */
export function beginFrugally(): void {
  if (process.platform !== "linux" || !process.execve) return;
  const { [setting]: threshold, NVIDIA_TF32_OVERRIDE } = childEnv({});
  if (threshold !== undefined && NVIDIA_TF32_OVERRIDE === exact.NVIDIA_TF32_OVERRIDE) return;
  const args = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const env = childEnv({ ...exact, [setting]: threshold ?? `${thresholdBytes}` });
  process.execve(process.execPath, args, env);
}
