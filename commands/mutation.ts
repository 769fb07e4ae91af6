import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";
import { judgeAll } from "./mutation/campaign.ts";
import { prepareGround } from "./mutation/ground.ts";
import { listMutants, type Mutant, shuffled } from "./mutation/mutants.ts";
import { proofsText, proveThreats } from "./mutation/prove-threats.ts";
import { reportOf, reportText } from "./mutation/report.ts";
import { parse, readSources } from "./solidity/compile.ts";

const help = `npm run mutation [-- options]

Changes the contracts in small ways, one at a time, on a copy, and looks whether a test notices: the Solidity
tests first (forge, few fuzz runs), then the TypeScript tests. Whoever survives shows a rule that no test holds.
What does not compile, or compiles to the same code, is counted apart.

  --sample N     only N mutants, which the seed chooses
  --seed S       decides sample and order (1)
  --slice I/N    only the I-th of N equal parts of them
  --file F       only mutants of files whose path contains F
  --mutant ID    only this one
  --threats      instead: put each mutant of contracts/THREATS.md in, and show that the row's test fails;
                 --slice and --mutant choose rows
  --least P      end with 1 if fewer than P percent were killed
  --workers N    mutants at a time (${availableParallelism()})
  --list         print the mutants, judge none
  --json         print one JSON object
  --help         this text`;

const options = {
  sample: { type: "string" },
  seed: { type: "string", default: "1" },
  slice: { type: "string" },
  file: { type: "string", default: "" },
  mutant: { type: "string" },
  threats: { type: "boolean" },
  least: { type: "string" },
  workers: { type: "string" },
  list: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const;

function wholeNumber(name: string, given: string): number {
  if (!/^[1-9]\d*$/.test(given)) fail("BAD_INPUT", `--${name} takes a whole number from 1, not "${given}".`);
  return Number(given);
}

function sliceOf<Part>(whole: Part[], slice: string): Part[] {
  const [part = 0, parts = 0] = slice.split("/").map((given) => wholeNumber("slice", given));
  if (part > parts) fail("BAD_INPUT", `--slice takes a part and how many there are, as 2/5, not "${slice}".`);
  const from = (which: number) => Math.round((whole.length * which) / parts);
  return whole.slice(from(part - 1), from(part));
}

async function judgeThreats(root: string, given: { slice?: string; mutant?: string; json?: boolean }) {
  const { slice, mutant, json } = given;
  const proofs = await proveThreats(
    root,
    (rows) => (slice ? sliceOf(rows, slice) : rows).filter(({ id }) => !mutant || id === mutant),
    ({ id, outcome }, done, all) => console.error(`${done}/${all} ${id}: ${outcome}`),
  );
  const proved = proofs.filter(({ outcome }) => outcome === "proved").length;
  console.log(json ? JSON.stringify({ total: proofs.length, proved, proofs }) : proofsText(proofs));
  if (proved < proofs.length) process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const root = process.cwd();
  if (values.threats) return judgeThreats(root, values);
  const sources = readSources(root, "without tests");
  let mutants = listMutants(sources, parse(root, sources)).filter(({ file }) => file.includes(values.file));
  if (values.mutant) mutants = mutants.filter(({ id }) => id === values.mutant);
  if (mutants.length === 0) fail("BAD_INPUT", "There is no such mutant. See npm run mutation -- --list.");
  if (!values.list || values.sample) mutants = shuffled(mutants, values.seed);
  if (values.sample) mutants = mutants.slice(0, wholeNumber("sample", values.sample));
  if (values.slice) mutants = sliceOf(mutants, values.slice);
  if (values.list) {
    if (values.json) return console.log(JSON.stringify(mutants));
    for (const { id, file, line, operator, original, mutated } of mutants)
      console.log(`${id}  ${file}:${line}  ${operator}: ${original} → ${mutated}`);
    return console.log(`${mutants.length} mutants`);
  }
  const most = Math.min(mutants.length, availableParallelism());
  const ground = await prepareGround(root, values.workers ? wholeNumber("workers", values.workers) : most);
  const byId = new Map(mutants.map((mutant) => [mutant.id, mutant]));
  const verdicts = await judgeAll(ground, mutants, ({ id, fate, by, seconds }, done) => {
    const { file, line, operator } = byId.get(id) as Mutant;
    const noticed = by ? ` by ${by}` : "";
    console.error(
      `${done}/${mutants.length} ${id} ${file}:${line} ${operator}: ${fate}${noticed}, ${seconds} s`,
    );
  });
  const report = reportOf(values.seed, mutants, verdicts);
  console.log(values.json ? JSON.stringify(report) : reportText(report));
  if (values.least && report.percent < Number(values.least)) process.exitCode = 1;
}

main()
  .catch((thrown: unknown) => {
    console.error(asGraphitiError(thrown).message);
    process.exitCode = 1;
  })
  // What a thread still holds must not keep a finished command; what it printed must reach a pipe first.
  .finally(() => process.stdout.write("", () => process.exit()));
