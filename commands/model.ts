import { parseArgs } from "node:util";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";
import { tasks } from "hardhat";
import { callsPerMarket, runMarketModel } from "../test/contracts/market-model/run-market-model.ts";
import { type ModelReport, operationsPerChain, runModel } from "../test/contracts/model/run-model.ts";

const help = `npm run model [-- options]

Makes random calls to the contracts on an in-process chain and compares every outcome, event and balance with a
second definition of the protocol, written from its documents alone (test/contracts/model). Ends with 1 at the
first difference, and, from ${operationsPerChain} operations on, if an error or an ending was never met.
A difference is kept in .graphiti/model-failures; the same seed finds it again.

  --operations N   how many calls (default ${operationsPerChain})
  --seed S         where chance starts (default 1); every ${operationsPerChain} operations the next seed has its turn
  --market         the market and its model (test/contracts/market-model) in place of the escrow and its own; by
                   default ${callsPerMarket} calls, and so many for each seed
  --only-differences
                   ask for no error or ending to be met: a seed may miss a rare one
  --json           print one JSON object
  --help           this text`;

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least && number < 2 ** 32) return number;
  return fail("BAD_INPUT", `--${name} must be a whole number from ${least} on, not "${text}".`);
}

function textOf({ operations, seconds, seeds, counts, missing, failure }: ModelReport): string {
  const lines = Object.entries(counts).map(([what, times]) => `${String(times).padStart(8)}  ${what}`);
  if (missing.length > 0)
    lines.push("", "Never met, though it should be:", ...missing.map((what) => `  ${what}`));
  if (failure) lines.push("", `Seed ${failure.seed} differs: ${failure.text}`, `Kept in ${failure.file}`);
  const pace = ((seconds * 1000) / operations).toFixed(2);
  const sowed = seeds.length > 1 ? `seeds ${seeds[0]}–${seeds.at(-1)}` : `seed ${seeds[0]}`;
  lines.push("", `${operations} operations, ${failure ? 1 : 0} differences, ${sowed}, ${pace} ms each`);
  return lines.join("\n");
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      operations: { type: "string" },
      seed: { type: "string" },
      market: { type: "boolean" },
      "only-differences": { type: "boolean" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const usual = values.market ? callsPerMarket : operationsPerChain;
  const operations = wholeNumber("operations", values.operations ?? String(usual), 1);
  const seed = wholeNumber("seed", values.seed ?? "1", 0);
  await tasks.getTask("build").run({ noTests: true, quiet: true });
  const said = (line: string) => console.error(line);
  const found = values.market
    ? await runMarketModel(operations, seed, said)
    : await runModel(operations, seed, { said });
  const report = values["only-differences"] ? { ...found, missing: [] } : found;
  console.log(values.json ? JSON.stringify(report) : textOf(report));
  if (report.failure || report.missing.length > 0) process.exitCode = 1;
}

main().catch((thrown: unknown) => {
  const { code, message } = asGraphitiError(thrown);
  console.error(message, code === "INTERNAL" ? thrown : "");
  process.exitCode = 1;
});
