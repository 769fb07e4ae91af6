import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { forgePath, runProgram } from "../../commands/solidity/forge.ts";
import { forgeTally } from "../../commands/test/stages.ts";

test("a Solidity test that fails turns forge's exit code and tally red", async () => {
  const folder = mkdtempSync(join(tmpdir(), "graphiti-failing-"));
  try {
    mkdirSync(join(folder, "test"));
    writeFileSync(
      join(folder, "foundry.toml"),
      `[profile.default]\ntest = "test"\nsolc = "${resolve("commands/solidity/solc.mjs")}"\noffline = true\n`,
    );
    const [good, bad] = [
      "function test_good() external pure {}",
      'function test_bad() external pure { revert("as planted"); }',
    ];
    writeFileSync(
      join(folder, "test/Planted.t.sol"),
      `// SPDX-License-Identifier: MIT\npragma solidity 0.8.37;\ncontract Planted { ${good} ${bad} }\n`,
    );
    const { code, output } = await runProgram(forgePath(), ["test", "--offline"], {
      cwd: folder,
      seconds: 120,
    });
    assert.equal(code, 1, output);
    assert.deepEqual(forgeTally(output), { passed: 1, failed: 1 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
