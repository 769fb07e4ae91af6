import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { requireWholeState } from "../../commands/start/chain.ts";

test("a chain's state that was cut off is refused with a way out, a whole one and none are not", () => {
  const folder = mkdtempSync(join(tmpdir(), "graphiti-state-"));
  const path = join(folder, "state.json");
  try {
    requireWholeState(path);
    const whole = JSON.stringify({ block: { number: "0x1" }, accounts: { "0x01": { code: "0x60" } } });
    writeFileSync(path, whole);
    requireWholeState(path);
    for (const length of [0, 1, whole.length - 1]) {
      writeFileSync(path, whole.slice(0, length));
      assert.throws(
        () => requireWholeState(path),
        (thrown) => thrown instanceof GraphitiError && thrown.nextStep.includes("npm start -- --fresh"),
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
