import { globSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fail } from "@graphiti/protocol/errors.ts";
import { forgePath, runProgram } from "../solidity/forge.ts";

/** How a suite ended: the first test that failed, or how many passed. */
export type SuiteEnd = { failed?: string; passed: number };

/**
 * They judge what a mutant may change: sizes, gas and the committed ABI; or how to deploy, at length; or what a
 * long random play comes to, which hangs on block hashes, and those on the code.
 */
const notAgainstMutants = new Set([
  ...["source.test.ts", "gas.test.ts", "deploying.test.ts", "model.test.ts", "market-model.test.ts"],
]);

export const typescriptTests = (folder: string): string[] =>
  globSync("test/contracts/*.test.ts", { cwd: folder })
    .filter((file) => !notAgainstMutants.has(basename(file)))
    .sort();

const pattern = (literal: string) => literal.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** Runs the Solidity tests, or one, until the first fails. */
export async function runSolidity(
  folder: string,
  viaIR: boolean,
  seconds: number,
  only?: string,
): Promise<SuiteEnd> {
  // Failing inputs of the last mutant would be tried first, and make a result depend on the order.
  for (const path of ["cache/fuzz", "cache/invariant"])
    rmSync(join(folder, path), { recursive: true, force: true });
  const args = ["test", "--fail-fast", "--offline", ...(only ? ["--match-test", `^${only}\\(`] : [])];
  const env = { FOUNDRY_PROFILE: viaIR ? "mutant-ir" : "mutant" };
  const { code, output, timedOut } = await runProgram(forgePath(), args, { cwd: folder, env, seconds });
  if (timedOut) return { failed: "time ran out", passed: 0 };
  if (!/No files changed, compilation skipped/.test(output))
    fail("CONTRACTS_BROKEN", `forge did not take the artifacts as they are: ${output.slice(-2000)}`);
  // An invariant's name stands below the calls that broke it.
  const failed = /\[FAIL.*\]\s+(\w+)\(/.exec(output)?.[1] ?? /^\s*(invariant\w*)\(/m.exec(output)?.[1];
  const passed = [...output.matchAll(/^\[PASS\]/gm)].length;
  return code === 0 ? { passed } : { failed: failed ?? "the runner itself", passed };
}

/** Runs tests against Hardhat's chain in one process until the first fails. */
export async function runTypescript(
  folder: string,
  files: string[],
  seconds: number,
  only?: string,
): Promise<SuiteEnd> {
  const args = [
    "--disable-warning=ExperimentalWarning",
    "--test",
    "--test-isolation=none",
    "--test-reporter=./commands/mutation/bail-reporter.ts",
    ...(only ? [`--test-name-pattern=/(^| )${pattern(only)}$/`] : []),
    ...files,
  ];
  const { code, output, timedOut } = await runProgram(process.execPath, args, { cwd: folder, seconds });
  if (timedOut) return { failed: "time ran out", passed: 0 };
  const passed = Number(/^passed: (\d+)$/m.exec(output)?.[1] ?? 0);
  if (code === 0) return { passed };
  return { failed: /^failed: (.+)$/m.exec(output)?.[1] ?? "the runner itself", passed };
}

/** Files whose text speaks of a function stand first: they are the likeliest to notice. */
export function likeliestFirst(folder: string, files: string[], within: string): string[] {
  if (within === "") return files;
  const word = new RegExp(`\\b${pattern(within.replace(/^_/, ""))}\\b`, "gi");
  const mentions = new Map(
    files.map((file) => [file, [...readFileSync(join(folder, file), "utf8").matchAll(word)].length]),
  );
  return [...files].sort((a, b) => (mentions.get(b) ?? 0) - (mentions.get(a) ?? 0));
}
