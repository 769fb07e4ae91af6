import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allStages,
  forgeTally,
  hardhatTally,
  nodeTally,
  playwrightTally,
  seedsTally,
} from "../../commands/test/stages.ts";

test("node's summary is read, and what was cancelled counts as failed", () => {
  assert.deepEqual(nodeTally("ℹ tests 5\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\n"), { passed: 3, failed: 2 });
});

test("Hardhat's runners add up", () => {
  assert.deepEqual(hardhatTally("  12 passing (3s)\n  1 failing\n\n  30 passing (9s)\n"), {
    passed: 42,
    failed: 1,
  });
});

test("forge's closing line is read, and a skipped test is not a good one", () => {
  const line =
    "Ran 3 test suites in 5.49s (5.89s CPU time): 15 tests passed, 2 failed, 1 skipped (18 total tests)";
  assert.deepEqual(forgeTally(`Suite result: FAILED. 1 passed\n${line}\n`), { passed: 15, failed: 3 });
});

test("Playwright's flaky tests count as failed", () => {
  assert.deepEqual(playwrightTally("  2 failed\n  1 flaky\n  7 passed (1.2m)\n"), { passed: 7, failed: 3 });
});

test("each seed of the simulation counts", () => {
  assert.deepEqual(seedsTally("✗ seed 3: stuck\n\n99 seeds good, 1 bad\n"), { passed: 99, failed: 1 });
});

test("a runner that says nothing has no tally", () => {
  for (const tally of [nodeTally, hardhatTally, forgeTally, playwrightTally, seedsTally])
    assert.equal(tally("Segmentation fault"), undefined);
});

test("every stage has tests to run", () => {
  assert.ok(allStages().length >= 10);
});
