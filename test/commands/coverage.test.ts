import assert from "node:assert/strict";
import { test } from "node:test";
import { watchConditions } from "../../commands/coverage/conditions.ts";
import { coverageOf, coverageText } from "../../commands/coverage/report.ts";
import { compile, errorsOf, parse, quickSettings } from "../../commands/solidity/compile.ts";

const file = "contracts/Gate.sol";
const source = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
library Gate {
    function opens(uint256 a, bool b) internal pure returns (uint256) {
        if (a > 3 && (b || !(a == 5 ? b : !b))) return 1;
        require(a != 7, "seven");
        return 0;
    }
}
`;
const sources = new Map([[file, source]]);
const watched = watchConditions(sources, parse(".", sources));
const lengths = new Map([[file, source.split("\n").length]]);

/** What the runner writes when all lines ran but those given. */
const lcovWithout = (...lines: number[]) => {
  const all = (watched.sources.get(file) ?? "").split("\n").map((_, index) => index + 1);
  return [
    `SF:${file}`,
    ...all.map((line) => `DA:${line},${lines.includes(line) ? 0 : 1}`),
    "end_of_record",
  ].join("\n");
};

test("every leaf of a decision is watched, and the lines above keep their numbers", () => {
  assert.deepEqual(
    watched.conditions.map(({ line, text }) => `${line} ${text}`),
    ["5 a > 3", "5 b", "5 a == 5 ? b : !b", "5 a == 5", "6 a != 7"],
  );
  const text = watched.sources.get(file) ?? "";
  assert.equal(
    text.split("\n").findIndex((line) => line.includes("seven")),
    5,
  );
  for (const { trueLine, falseLine } of watched.conditions)
    assert.deepEqual(
      [text.split("\n")[trueLine - 1], text.split("\n")[falseLine - 1]],
      ["return true;", "return false;"],
    );
});

test("what is watched compiles", () => {
  const output = compile(".", watched.sources, quickSettings(false), {
    "*": { "*": ["evm.bytecode.object"] },
  });
  assert.deepEqual(errorsOf(output), []);
});

test("an outcome that no test has brought about is named, with its place", () => {
  const whole = coverageOf(lcovWithout(), watched.conditions, lengths);
  assert.deepEqual(whole.branches, { all: 10, covered: 10 });
  assert.deepEqual(whole.uncovered, []);
  const never = watched.conditions.at(-1)?.falseLine ?? 0;
  const partly = coverageOf(lcovWithout(never, 7), watched.conditions, lengths);
  assert.deepEqual(partly.branches, { all: 10, covered: 9 });
  assert.deepEqual(partly.uncovered, [
    { file, line: 7 },
    { file, line: 6, condition: "a != 7", never: false },
  ]);
  assert.match(coverageText(partly), /Gate\.sol:6: never false: a != 7/);
});
