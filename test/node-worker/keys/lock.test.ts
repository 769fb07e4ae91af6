import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { lockHome, lockKey } from "../../../node-worker/keys/lock.ts";

let home: string;
before(() => {
  home = mkdtempSync(join(tmpdir(), "lock-"));
});
after(() => rmSync(home, { recursive: true, force: true }));

const isRunning = (error: unknown) => error instanceof GraphitiError && error.code === "NODE_RUNNING";

describe("a lock", () => {
  it("is held by one, and free again after its release", () => {
    const first = lockHome(home);
    assert.throws(() => lockHome(home), isRunning);
    first.release();
    lockHome(home).release();
  });

  it("guards a key wherever its keystore lies", () => {
    const key = `0x${"ab".repeat(20)}` as const;
    const first = lockKey(key);
    assert.throws(() => lockKey(`0x${"AB".repeat(20)}`), isRunning);
    first.release();
  });

  it("ends with the process that held it, however that ended", async () => {
    const file = new URL("../../../node-worker/keys/lock.ts", import.meta.url);
    // Who drops a lock gives it back when its memory is collected.
    const script = `const { lockHome } = await import(process.argv[1]); globalThis.lock = lockHome(process.argv[2]); console.log("held"); setInterval(() => {}, 1000);`;
    const args = [
      "--disable-warning=ExperimentalWarning",
      "--input-type=module",
      "-e",
      script,
      file.href,
      home,
    ];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "exit");
    try {
      await once(child.stdout, "data");
      assert.throws(() => lockHome(home), isRunning);
    } finally {
      child.kill("SIGKILL");
    }
    await ended;
    lockHome(home).release();
  });
});
