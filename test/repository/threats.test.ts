import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { faultsOf, knownTests, readThreats, threatsFile } from "../../commands/mutation/threats.ts";
import { textOf } from "./source-files.ts";

const contractText = (file: string) => (existsSync(file) ? textOf(file) : undefined);

test("every threat has a defence, a test that exists, and a mutant that applies", () => {
  const threats = readThreats(textOf(threatsFile));
  assert.ok(threats.length >= 3, "the table was found");
  assert.deepEqual(faultsOf(threats, knownTests("."), contractText), []);
});

const contract = "function f() {\n  if (a < b || c) revert X();\n  g();\n  g();\n}";
const faultsOfRow = (row: string) =>
  faultsOf(
    readThreats(`| id | threat | defence | test | mutant |\n| --- | --- | --- | --- | --- |\n${row}`),
    new Map([["refuses a b", { kind: "typescript", files: ["a.test.ts"] }]]),
    (file) => (file === "contracts/libraries/A.sol" ? contract : undefined),
  );

test("a row that is as it should be has no fault, pipes in its mutant included", () => {
  assert.deepEqual(
    faultsOfRow("| A1 | x | y | refuses a b | `libraries/A.sol: a < b \\|\\| c → a <= b \\|\\| c` |"),
    [],
  );
});

test("a row without test or applicable mutant is at fault", () => {
  for (const [row, fault] of [
    ["| A1 | x | y |  | `libraries/A.sol: a < b → a` |", /it has no test/],
    ["| A1 | x | y | refuses b | `libraries/A.sol: a < b → a` |", /no test "refuses b"/],
    ["| A1 | x | y | refuses a b | `libraries/A.sol: g(); → ` |", /2 times/],
    ["| A1 | x | y | refuses a b | `libraries/A.sol: h(); → ` |", /0 times/],
    ["| A1 | x | y | refuses a b | `B.sol: h(); → ` |", /no contracts\/B\.sol/],
    ["| A1 | x | y | refuses a b | `libraries/A.sol: a < b → a < b` |", /changes nothing/],
    ["| A1 | x | y | refuses a b | remove the guard |", /not of the form/],
    ["|  | x | y | refuses a b | `libraries/A.sol: a < b → a` |", /id is missing/],
    ["| A1 |  | y | refuses a b | `libraries/A.sol: a < b → a` |", /threat or defence/],
  ] as const)
    assert.match(faultsOfRow(row).join("\n"), fault, row);
});
