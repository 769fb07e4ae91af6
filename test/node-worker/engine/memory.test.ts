import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { childEnv } from "@graphiti/protocol/env.ts";

const memory = new URL("../../../node-worker/engine/memory.ts", import.meta.url).href;
const script = `import { beginFrugally } from ${JSON.stringify(memory)};
beginFrugally();
const { NVIDIA_TF32_OVERRIDE, MALLOC_MMAP_THRESHOLD_ } = process.env;
const young = process.execArgv.filter((flag) => flag.startsWith("--max-semi-space-size"));
console.log(JSON.stringify({ exact: NVIDIA_TF32_OVERRIDE, threshold: MALLOC_MMAP_THRESHOLD_, young }));`;

const begins = process.platform === "linux" && process.execve !== undefined;

/** What a process finds once it has begun frugally. */
function begun(set: Record<string, string>, ...flags: string[]) {
  const env = childEnv({});
  for (const name of ["MALLOC_MMAP_THRESHOLD_", "NVIDIA_TF32_OVERRIDE", "NODE_OPTIONS"]) delete env[name];
  const args = ["--disable-warning=ExperimentalWarning", ...flags, "--input-type=module", "-e", script];
  return JSON.parse(execFileSync(process.execPath, args, { env: { ...env, ...set }, encoding: "utf8" })) as {
    exact?: string;
    threshold?: string;
    young: string[];
  };
}

const settings: Record<string, string>[] = [
  {},
  { NVIDIA_TF32_OVERRIDE: "1" },
  { NVIDIA_TF32_OVERRIDE: "1", MALLOC_MMAP_THRESHOLD_: "65536" },
];

test("graphics cards are forbidden to round factors to 11 bits, whatever the operator has set", () => {
  for (const set of settings) assert.equal(begun(set).exact, begins ? "0" : set.NVIDIA_TF32_OVERRIDE);
});

test("memory is given back, and the operator's own settings for it are kept", { skip: !begins }, () => {
  const frugal = "--max-semi-space-size=8";
  const { threshold, young } = begun({});
  assert.deepEqual([threshold, young], ["1048576", [frugal]]);
  assert.deepEqual(begun({ MALLOC_MMAP_THRESHOLD_: "65536" }), {
    exact: "0",
    threshold: "65536",
    young: [frugal],
  });
  assert.deepEqual(begun({}, "--max-semi-space-size=32").young, ["--max-semi-space-size=32"]);
  assert.deepEqual(begun({ NODE_OPTIONS: "--max-semi-space-size=32" }).young, []);
});
