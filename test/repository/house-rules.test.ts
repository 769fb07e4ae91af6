import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceFiles, textOf } from "./source-files.ts";

const code = /\.(ts|tsx|mjs|sol)$/;
const text = /\.(ts|tsx|mjs|sol|md|json|yml|css)$/;
const generated = /^(protocol\/abi\/|package-lock\.json)/;

function filesWith(files: string[], pattern: RegExp, except: RegExp = /^$/): string[] {
  return files.filter((file) => !generated.test(file) && !except.test(file) && pattern.test(textOf(file)));
}

test("settings are read from the environment in one place", () => {
  const readers = filesWith(
    sourceFiles(/\.(ts|tsx)$/),
    /process\.env\b/,
    /^(test\/|protocol\/env\.ts$|.*\.config\.ts$)/,
  );
  assert.deepEqual(readers, []);
});

test("no file is named for being a dumping ground", () => {
  const named = sourceFiles(code).filter((file) =>
    /(^|\/)(utils?|helpers?|common|constants|misc|lib|types)(\/|\.tsx?$)|(^|\/)(protocol|models|node-worker)\/(.*\/)?index\.ts$/.test(
      file.replace("contracts/types/", ""),
    ),
  );
  assert.deepEqual(named, []);
});

test("no source file is longer than 400 lines", () => {
  const long = sourceFiles(code).filter(
    (file) => !generated.test(file) && !file.startsWith("test/") && textOf(file).split("\n").length > 400,
  );
  assert.deepEqual(long, []);
});

test("no promise or switched-off test is left in the code", () => {
  const own = /^test\/repository\//;
  assert.deepEqual(
    filesWith(sourceFiles(code), /\b(TODO|FIXME|XXX|HACK)\b|\.(only|skip|todo)\(|not implemented/, own),
    [],
  );
});

test("no absolute path of a computer and no package host stands in the tree", () => {
  const own = /^test\/repository\//;
  const planted = /(^|[^A-Za-z0-9_.$}/-])\/(work|root|home|Users)\/[A-Za-z.]|https?:\/\/registry\./m;
  assert.match('import x from "/home/somebody/graphiti"', planted);
  assert.deepEqual(filesWith(sourceFiles(text), planted, own), []);
});

test("no secret stands in the tree", () => {
  const secrets = [
    /\bprivateKey["']?\s*[:=]\s*["']?0x[0-9a-f]{64}/i,
    /\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/,
  ];
  assert.match(`const privateKey = "0x${"ab".repeat(32)}"`, secrets[0] as RegExp);
  for (const secret of secrets)
    assert.deepEqual(filesWith(sourceFiles(text), secret, /^test\/repository\//), []);
});
