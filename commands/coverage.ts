import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";
import { watchConditions } from "./coverage/conditions.ts";
import { coverageOf, coverageText } from "./coverage/report.ts";
import { measured, parse, readSources } from "./solidity/compile.ts";
import { type Ended, runProgram } from "./solidity/forge.ts";
import { makeScratchCopy } from "./solidity/scratch-copy.ts";

const help = `npm run coverage [-- options]

Runs all tests of the contracts, Solidity and TypeScript, on a copy of the contracts that notes which
statements ran and how each condition turned out, and prints what no test has reached. A branch is one outcome
of one condition: of if, ternary, loop, require and assert, and of each operand of && and ||.
Ends with 1 if a test fails or a branch is not covered.

  --json     print one JSON object
  --keep     keep the copy, and print where it is
  --help     this text`;

/** Measures the sources themselves, which are not themselves while they are watched. */
const notOnCopies = [
  "test/contracts/source.test.ts",
  "test/contracts/gas.test.ts",
  // Their chains keep to the limit of code size, which watched contracts exceed.
  "test/contracts/model.test.ts",
  "test/contracts/market-model.test.ts",
];

/** The old pipeline compiles several times faster, as long as its stack suffices. */
async function runTests(folder: string): Promise<Ended> {
  const args = ["test", "--coverage"];
  const quick = await runProgram("hardhat", args, { cwd: folder });
  if (!/stack too deep/i.test(quick.output)) return quick;
  return runProgram("hardhat", args, { cwd: folder, env: { GRAPHITI_SCRATCH_VIA_IR: "1" } });
}

/** What Hardhat says between the tests and its own table of coverage. */
function failuresIn(output: string): string {
  const table = output.search(/^.*Coverage Report/m);
  return (table < 0 ? output : output.slice(0, table)).trimEnd().slice(-6000);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: "boolean" }, keep: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) return console.log(help);
  const root = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), "graphiti-coverage-"));
  try {
    makeScratchCopy(root, folder);
    for (const file of notOnCopies) rmSync(join(folder, file));
    const sources = readSources(folder, "without tests");
    const watched = watchConditions(sources, parse(folder, sources));
    for (const [file, text] of watched.sources) writeFileSync(join(folder, file), text);
    mkdirSync(join(folder, "coverage"));
    const { code, output } = await runTests(folder);
    if (code !== 0)
      fail("CONTRACTS_BROKEN", `The contracts' tests fail while they are watched:\n${failuresIn(output)}`);
    const lengths = new Map(
      [...sources].filter(([file]) => measured(file)).map(([file, text]) => [file, text.split("\n").length]),
    );
    const lcov = readFileSync(join(folder, "coverage/lcov.info"), "utf8");
    const coverage = coverageOf(lcov, watched.conditions, lengths);
    console.log(values.json ? JSON.stringify(coverage) : coverageText(coverage));
    if (coverage.branches.covered < coverage.branches.all) process.exitCode = 1;
  } finally {
    if (values.keep) console.error(folder);
    else rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((thrown: unknown) => {
  console.error(asGraphitiError(thrown).message);
  process.exitCode = 1;
});
