import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fail } from "@graphiti/protocol/errors.ts";
import { parse, readSources } from "../solidity/compile.ts";
import { Bench } from "./bench.ts";
import { prepareGround } from "./ground.ts";
import { neutral } from "./mutants.ts";
import { runSolidity, runTypescript, type SuiteEnd } from "./suites.ts";
import { faultsOf, type KnownTest, knownTests, readThreats, type Threat, threatsFile } from "./threats.ts";

/** Seconds for one test, on a machine that has much else to do. */
const seconds = 600;

/** What a row's mutant did to its test: "proved" if it passes without and fails with it. */
type Proof = {
  id: string;
  test: string;
  outcome: "proved" | "survived" | "stillborn" | "same code" | "fails anyway";
};

function runNamed(
  folder: string,
  viaIR: boolean,
  name: string,
  { kind, files }: KnownTest,
): Promise<SuiteEnd> {
  return kind === "solidity"
    ? runSolidity(folder, viaIR, seconds, name)
    : runTypescript(folder, files, seconds, name);
}

/**
 * Puts the mutant of each row of contracts/THREATS.md in, and runs the row's test.
 * @returns whether each test passes on the contracts, and fails under its mutant
 * @throws BAD_INPUT if the table is at fault
 */
export async function proveThreats(root: string, json: boolean): Promise<boolean> {
  const threats = readThreats(readFileSync(join(root, threatsFile), "utf8"));
  const tests = knownTests(root);
  const textOf = (file: string) =>
    existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : undefined;
  const faults = faultsOf(threats, tests, textOf);
  if (faults.length > 0) fail("BAD_INPUT", `${threatsFile} is at fault:\n${faults.join("\n")}`);
  const ground = await prepareGround(root, 1);
  const folder = ground.folders[0] as string;
  const trees = parse(folder, readSources(folder));
  const bench = new Bench(folder, trees, ground.viaIR);
  const passes = async (name: string) => {
    bench.place(neutral(bench.sources, trees));
    const { failed, passed } = await runNamed(folder, ground.viaIR, name, tests.get(name) as KnownTest);
    return failed === undefined && passed > 0;
  };
  const prove = async ({ test, patch }: Threat): Promise<Proof["outcome"]> => {
    if (!patch) return fail("INTERNAL", "The table was checked before.");
    if (!(await passes(test))) return "fails anyway";
    const text = (bench.sources.get(patch.file) ?? "").replace(patch.original, () => patch.mutated);
    const placed = bench.place(new Map([[patch.file, text]]));
    if (placed !== "placed") return placed;
    const { failed } = await runNamed(folder, ground.viaIR, test, tests.get(test) as KnownTest);
    return failed === undefined ? "survived" : "proved";
  };
  const proofs: Proof[] = [];
  for (const threat of threats) {
    const proof = { id: threat.id, test: threat.test, outcome: await prove(threat) };
    proofs.push(proof);
    if (!json) console.log(`${proof.id}: ${proof.outcome}: ${proof.test}`);
  }
  const proved = proofs.filter(({ outcome }) => outcome === "proved").length;
  if (json) console.log(JSON.stringify({ total: proofs.length, proved, proofs }));
  else console.log(`${proved} of ${proofs.length} threats proved`);
  return proofs.length > 0 && proved === proofs.length;
}
