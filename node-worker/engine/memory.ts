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
 * By itself V8 lets its young generation grow to a hundred megabytes on a large machine, for pixels and hashes that are
 * garbage a moment later. MiB for each half of it.
 */
const youngFlag = "--max-semi-space-size";
const youngMiB = 8;

/**
 * Products of 24 bits must not lose any of them on a graphics card. The runtime's options for CUDA do not reach that far
 * from Node; NVIDIA's own libraries look here.
 */
const exact = { NVIDIA_TF32_OVERRIDE: "0" } as const;

/**
 * Begins this process again, under the same id, with an allocator that gives large blocks back to the system, a small
 * young generation, and exact graphics cards. glibc reads its settings once, at the start, and without one learns to keep
 * blocks of up to 32 MiB: a hundred megabytes that sessions and pictures have left. What the operator has set of both
 * stays. Returns where all of it is so already, and on other systems.
 */
export function beginFrugally(): void {
  if (process.platform !== "linux" || !process.execve) return;
  const { [setting]: threshold, NVIDIA_TF32_OVERRIDE, NODE_OPTIONS = "" } = childEnv({});
  const isYoungSet = [...process.execArgv, ...NODE_OPTIONS.split(/\s+/)].some((flag) =>
    flag.startsWith(youngFlag),
  );
  if (isYoungSet && threshold !== undefined && NVIDIA_TF32_OVERRIDE === exact.NVIDIA_TF32_OVERRIDE) return;
  const flags = isYoungSet ? process.execArgv : [`${youngFlag}=${youngMiB}`, ...process.execArgv];
  const args = [process.execPath, ...flags, ...process.argv.slice(1)];
  const env = childEnv({ ...exact, [setting]: threshold ?? `${thresholdBytes}` });
  process.execve(process.execPath, args, env);
}
