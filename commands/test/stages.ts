import { globSync } from "node:fs";
import { forgePath, hasForge } from "../solidity/forge.ts";

/** One part of `npm test`: a program, and how to read its tally from what it prints. */
export type Stage = {
  name: string;
  program: string;
  args: string[];
  tally: (output: string) => Tally | undefined;
  /** Also for the software graphics card that comes with a browser. */
  needsBrowser?: boolean;
  /** It only computes, and no time is held against it: it goes on in what the stages after it leave unused. */
  isAside?: boolean;
};

export type Tally = { passed: number; failed: number };

const node = process.execPath;
const quiet = "--disable-warning=ExperimentalWarning";

const lastNumber = (output: string, pattern: RegExp): number | undefined => {
  const all = [...output.matchAll(pattern)];
  const found = all.at(-1)?.[1];
  return found === undefined ? undefined : Number(found);
};

/** node:test's spec reporter closes with `ℹ pass N` and `ℹ fail N`. */
export function nodeTally(output: string): Tally | undefined {
  const passed = lastNumber(output, /^ℹ pass (\d+)$/gm);
  const failed = lastNumber(output, /^ℹ fail (\d+)$/gm);
  const cancelled = lastNumber(output, /^ℹ cancelled (\d+)$/gm) ?? 0;
  return passed === undefined || failed === undefined ? undefined : { passed, failed: failed + cancelled };
}

/** Hardhat closes each of its runners with `N passing` and perhaps `N failing`; they add up. */
export function hardhatTally(output: string): Tally | undefined {
  const sum = (pattern: RegExp) =>
    [...output.matchAll(pattern)].reduce((total, hit) => total + Number(hit[1]), 0);
  const passed = sum(/^\s*(\d+) passing/gm);
  return passed === 0 ? undefined : { passed, failed: sum(/^\s*(\d+) failing/gm) };
}

/** forge closes with `Ran N test suites in …: N tests passed, N failed, N skipped`; a skipped test is no good one. */
export function forgeTally(output: string): Tally | undefined {
  const passed = lastNumber(output, /^Ran \d+ test suites? in .*: (\d+) tests? passed/gm);
  const failed = lastNumber(output, /^Ran \d+ test suites? in .*, (\d+) failed/gm) ?? 0;
  const skipped = lastNumber(output, /^Ran \d+ test suites? in .*, (\d+) skipped/gm) ?? 0;
  return passed === undefined ? undefined : { passed, failed: failed + skipped };
}

/** Playwright's list reporter closes with `N passed` and perhaps `N failed`. */
export function playwrightTally(output: string): Tally | undefined {
  const passed = lastNumber(output, /^\s*(\d+) passed/gm) ?? 0;
  const failed =
    (lastNumber(output, /^\s*(\d+) failed/gm) ?? 0) + (lastNumber(output, /^\s*(\d+) flaky/gm) ?? 0);
  return passed + failed === 0 ? undefined : { passed, failed };
}

/** The simulation closes with `N seeds good, N bad`. */
export function seedsTally(output: string): Tally | undefined {
  const passed = lastNumber(output, /^(\d+) seeds good/gm);
  const failed = lastNumber(output, /^\d+ seeds good, (\d+) bad$/gm);
  return passed === undefined || failed === undefined ? undefined : { passed, failed };
}

/** A check that only knows good and bad: its exit code is its tally. */
const oneCheck = () => undefined;

function nodeStage(name: string, patterns: string[], concurrency = 2): Stage {
  const files = globSync(patterns).sort();
  if (files.length === 0) throw new Error(`the stage ${name} has no test`);
  return {
    name,
    program: node,
    args: [
      quiet,
      "--test",
      "--test-reporter=spec",
      "--test-timeout=300000",
      `--test-concurrency=${concurrency}`,
      ...files,
    ],
    tally: nodeTally,
  };
}

/** forge is twice as fast at invariants; where npm has none, Hardhat's runner plays them, fewer times. */
const solidityStage = (): Stage =>
  hasForge()
    ? { name: "solidity", program: forgePath(), args: ["test", "--offline"], tally: forgeTally }
    : { name: "solidity", program: "hardhat", args: ["test", "solidity"], tally: hardhatTally };

/** All stages in their order: what is quick and tells most comes first. */
export function allStages(): Stage[] {
  return [
    { name: "lint", program: "biome", args: ["check", "."], tally: oneCheck },
    { name: "solidity lint", program: "solhint", args: ["contracts/**/*.sol"], tally: oneCheck },
    { name: "types", program: "tsc", args: ["--noEmit"], tally: oneCheck },
    nodeStage("repository", ["test/repository/**/*.test.ts"]),
    nodeStage("protocol", ["test/protocol/**/*.test.ts"]),
    { name: "contracts", program: "hardhat", args: ["test", "nodejs"], tally: hardhatTally },
    { ...solidityStage(), isAside: true },
    { ...nodeStage("models", ["test/models/**/*.test.ts", "test/agreement/**/*.test.ts"]), isAside: true },
    nodeStage("indexer", ["test/indexer/**/*.test.ts"], 1),
    nodeStage("app", ["test/app/**/*.test.ts"]),
    { ...nodeStage("node", ["test/node-worker/**/*.test.ts"], 1), needsBrowser: true },
    nodeStage("commands", ["test/commands/**/*.test.ts"], 1),
    nodeStage("simulation", ["test/simulation/**/*.test.ts"], 1),
    {
      name: "seeds",
      program: node,
      args: [quiet, "commands/simulate.ts", "--seeds", "100"],
      tally: seedsTally,
    },
    {
      name: "browser",
      program: "playwright",
      args: ["test", "-c", "test/e2e/playwright.config.ts"],
      tally: playwrightTally,
      needsBrowser: true,
    },
  ];
}
