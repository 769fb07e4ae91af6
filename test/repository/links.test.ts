import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { sourceFiles, textOf } from "./source-files.ts";

/** Relative links and pictures of a Markdown text that lead nowhere. */
function brokenLinks(file: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s#]+)(#[^)]*)?\)/g)]
    .map(([, target]) => target ?? "")
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => !existsSync(join(dirname(file), target)));
}

test("no document links to a file that is not there", () => {
  const documents = sourceFiles(/\.md$/);
  assert.ok(documents.includes("README.md"));
  assert.deepEqual(
    documents.flatMap((file) => brokenLinks(file, textOf(file)).map((target) => `${file}: ${target}`)),
    [],
  );
});

test("a planted broken link is found", () => {
  assert.deepEqual(brokenLinks("README.md", "[a](docs/nowhere.md) [b](LICENSE) [c](https://x.org/)"), [
    "docs/nowhere.md",
  ]);
});
