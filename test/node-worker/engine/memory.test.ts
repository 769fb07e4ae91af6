import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { childEnv } from "@graphiti/protocol/env.ts";

const memory = new URL("../../../node-worker/engine/memory.ts", import.meta.url).href;
const script = `import { beginFrugally } from ${JSON.stringify(memory)};
beginFrugally();
console.log(JSON.stringify([process.env.NVIDIA_TF32_OVERRIDE, process.env.MALLOC_MMAP_THRESHOLD_]));`;

/** What a process finds in its environment once it has begun frugally. */
function begun(set: Record<string, string>): unknown {
  const env = childEnv({});
  delete env.MALLOC_MMAP_THRESHOLD_;
  delete env.NVIDIA_TF32_OVERRIDE;
  const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", script];
  return JSON.parse(execFileSync(process.execPath, args, { env: { ...env, ...set }, encoding: "utf8" }));
}

test("graphics cards are forbidden to round factors to 11 bits, whatever the operator has set", () => {
  const begins = process.platform === "linux" && process.execve !== undefined;
  for (const [set, expected] of [
    [{}, ["0", "1048576"]],
    [{ MALLOC_MMAP_THRESHOLD_: "65536" }, ["0", "65536"]],
    [{ NVIDIA_TF32_OVERRIDE: "1", MALLOC_MMAP_THRESHOLD_: "65536" }, ["0", "65536"]],
  ] as [Record<string, string>, string[]][])
    if (begins) assert.deepEqual(begun(set), expected);
    else assert.deepEqual(begun(set), [set.NVIDIA_TF32_OVERRIDE ?? null, set.MALLOC_MMAP_THRESHOLD_ ?? null]);
});
