import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fail } from "@graphiti/protocol/errors.ts";
import { parse, readSources } from "../solidity/compile.ts";
import { Bench } from "./bench.ts";
import { prepareGround } from "./ground.ts";
import { neutral } from "./mutants.ts";
import { runSolidity, runTypescript, type SuiteEnd } from "./suites.ts";
import { faultsOf, type KnownTest, knownTests, type Patch, readThreats, threatsFile } from "./threats.ts";

/** Seconds for one test, on a machine that has much else to do. */
const patienceSeconds = 600;

/** What a row's mutant did to its test: "proved" if it passes without and fails with it. */
export type Proof = {
  id: string;
  test: string;
  outcome: "proved" | "survived" | "stillborn" | "same code" | "fails anyway";
};
type Row = { id: string; test: string; patch: Patch };

/** The table's rows, none of which is at fault. */
function readRows(root: string, tests: Map<string, KnownTest>): Row[] {
  const threats = readThreats(readFileSync(join(root, threatsFile), "utf8"));
  const textOf = (file: string) =>
    existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : undefined;
  const faults = faultsOf(threats, tests, textOf);
  if (faults.length > 0) fail("BAD_INPUT", `${threatsFile} is at fault:\n${faults.join("\n")}`);
  return threats.flatMap(({ id, test, patch }) => (patch ? [{ id, test, patch }] : []));
}

/**
 * Puts the mutant of each row of contracts/THREATS.md in, and runs the row's test.
 * @param choose which of the rows
 * @param told of each row as soon as it is judged
 * @throws BAD_INPUT if the table is at fault, or no row is chosen
 */
export async function proveThreats(
  root: string,
  choose: (rows: Row[]) => Row[],
  told: (proof: Proof, done: number, all: number) => void,
): Promise<Proof[]> {
  const tests = knownTests(root);
  const rows = choose(readRows(root, tests));
  if (rows.length === 0) fail("BAD_INPUT", `No row of ${threatsFile} is called so.`);
  const { folders, viaIR } = await prepareGround(root, 1);
  const folder = folders[0] as string;
  const trees = parse(folder, readSources(folder));
  const bench = new Bench(folder, trees, viaIR);
  const run = (name: string): Promise<SuiteEnd> => {
    const { kind, files } = tests.get(name) as KnownTest;
    return kind === "solidity"
      ? runSolidity(folder, viaIR, patienceSeconds, name)
      : runTypescript(folder, files, patienceSeconds, name);
  };

  // A test that fails on other code of the same behaviour would be failed by any mutant.
  bench.place(neutral(bench.sources, trees));
  const sound = new Set<string>();
  for (const name of new Set(rows.map(({ test }) => test))) {
    const { failed, passed } = await run(name);
    if (failed === undefined && passed > 0) sound.add(name);
  }
  const outcomeOf = async ({ test, patch }: Row): Promise<Proof["outcome"]> => {
    if (!sound.has(test)) return "fails anyway";
    const text = (bench.sources.get(patch.file) ?? "").replace(patch.original, () => patch.mutated);
    const placed = bench.place(new Map([[patch.file, text]]));
    if (placed !== "placed") return placed;
    return (await run(test)).failed === undefined ? "survived" : "proved";
  };
  const proofs: Proof[] = [];
  for (const row of rows) {
    const proof = { id: row.id, test: row.test, outcome: await outcomeOf(row) };
    proofs.push(proof);
    told(proof, proofs.length, rows.length);
  }
  return proofs;
}

/** The table that people read. */
export function proofsText(proofs: Proof[]): string {
  const width = (of: (proof: Proof) => string) => Math.max(...proofs.map((proof) => of(proof).length));
  const [ids, outcomes] = [width(({ id }) => id), width(({ outcome }) => outcome)];
  const lines = proofs.map(
    ({ id, outcome, test }) => `${id.padEnd(ids)}  ${outcome.padEnd(outcomes)}  ${test}`,
  );
  const proved = proofs.filter(({ outcome }) => outcome === "proved").length;
  return [...lines, `${proved} of ${proofs.length} threats proved`].join("\n");
}
