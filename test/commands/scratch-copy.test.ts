import assert from "node:assert/strict";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { makeScratchCopy } from "../../commands/solidity/scratch-copy.ts";

/** Files of the copy that a file needs to run; what is only a type it does not. */
const neededBy = (file: string): string[] =>
  [...readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?from "(\.[^"]+)"/gms)].map(
    ([, path = ""]) => join(dirname(file), path),
  );

test("a copy for watched or changed contracts has every file that their tests need", () => {
  const folder = mkdtempSync(join(tmpdir(), "graphiti-copy-"));
  try {
    makeScratchCopy(".", folder);
    const open = globSync("test/contracts/**/*.ts", { cwd: folder }).map((file) => join(folder, file));
    assert.ok(open.length > 50, "the tests themselves are there");
    const seen = new Set(open);
    const missing: string[] = [];
    for (let file = open.pop(); file; file = open.pop())
      for (const needed of neededBy(file)) {
        if (seen.has(needed)) continue;
        seen.add(needed);
        if (existsSync(needed)) open.push(needed);
        else missing.push(`${relative(folder, needed)}, for ${relative(folder, file)}`);
      }
    assert.deepEqual(missing, []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
