import { parseArgs } from "node:util";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";
import { tasks } from "hardhat";
import { startChain } from "./simulate/chain.ts";
import { linesOf, linesOfSeed, linesOfThroughput } from "./simulate/print.ts";
import { runSeed, type SeedReport, setUsualStage } from "./simulate/run-seed.ts";
import { measureThroughput } from "./simulate/throughput.ts";

const help = `npm run simulate [-- options]

Lets honest, slow, crashing, lying, greedy and sniping nodes and artists work on the real contracts, in simulated
time and over an RPC that fails, and checks the protocol's promises: every wei is where it belongs, nobody honest
loses money, no lie passes that attesters were asked about, and everybody can withdraw.

  --seeds N      how many runs of luck (20)
  --first S      the seed of the first of them (1)
  --seed S       this one alone, person by person; it plays the same every time
  --throughput   instead: how long a job of 16 lots takes with 1, 2, 4 and 8 nodes
  --json         print one JSON object
  --help         this text`;

type Failure = { seed: number; reason: string };

const json = (value: unknown) =>
  JSON.stringify(value, (_, part) => (typeof part === "bigint" ? `${part}` : part));

const integer = (name: string, text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) fail("BAD_INPUT", `--${name} takes a whole number above 0.`);
  return value;
};

async function simulate(seeds: number[]): Promise<{ reports: SeedReport[]; failures: Failure[] }> {
  const chain = await startChain();
  const reports: SeedReport[] = [];
  const failures: Failure[] = [];
  try {
    const stage = await setUsualStage(chain);
    for (const seed of seeds)
      try {
        reports.push(await runSeed(stage, seed));
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.message : String(thrown);
        failures.push({ seed, reason });
        console.error(`✗ seed ${seed}: ${reason}\n  again: npm run simulate -- --seed ${seed}`);
      }
  } finally {
    await chain.stop();
  }
  return { reports, failures };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "20" },
      first: { type: "string", default: "1" },
      seed: { type: "string" },
      throughput: { type: "boolean" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const count = integer("seeds", values.seeds);
  const first = integer("first", values.first);
  const seeds = values.seed
    ? [integer("seed", values.seed)]
    : Array.from({ length: count }, (_, at) => first + at);
  await tasks.getTask("build").run({ noTests: true, quiet: true });
  if (values.throughput) {
    const times = await measureThroughput(startChain);
    console.log(values.json ? json(times) : linesOfThroughput(times).join("\n"));
    return;
  }
  const { reports, failures } = await simulate(seeds);
  if (values.json) console.log(json({ reports, failures }));
  else {
    console.log([...linesOf(reports), "", ...(values.seed ? reports.flatMap(linesOfSeed) : [])].join("\n"));
    console.log(`${reports.length} seeds good, ${failures.length} bad`);
  }
  process.exitCode = failures.length === 0 ? 0 : 1;
}

main().catch((thrown: unknown) => {
  const error = asGraphitiError(thrown);
  console.error(error.code === "INTERNAL" ? thrown : error.message);
  process.exitCode = 1;
});
