import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A small change that a row's test must notice: `original` stands in the file exactly once. */
export type Patch = { file: string; original: string; mutated: string };
export type Threat = { id: string; threat: string; defence: string; test: string; patch?: Patch };
/** Where a test of that name stands, and what runs it. */
export type KnownTest = { kind: "solidity" | "typescript"; files: string[] };

export const threatsFile = "contracts/THREATS.md";

const unquoted = (cell: string) => cell.replace(/^`+\s*|\s*`+$/g, "");
const cellsOf = (line: string) =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));

/** `JobEscrow.sol: a < b → a <= b`, the file seen from contracts/. Nothing behind the arrow removes the text. */
function patchOf(cell: string): Patch | undefined {
  const parts = /^([\w./-]+\.sol):\s*(.+?)\s*→\s*(.*)$/s.exec(unquoted(cell));
  return parts
    ? { file: `contracts/${parts[1]}`, original: parts[2] ?? "", mutated: parts[3] ?? "" }
    : undefined;
}

/** The rows of the table, in their order; its head and the text around it are passed over. */
export function readThreats(markdown: string): Threat[] {
  return markdown
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^\|[\s|:-]+$/.test(line) && !/^\|\s*id\s*\|/i.test(line))
    .map((line) => {
      const [id = "", threat = "", defence = "", test = "", mutant = ""] = cellsOf(line);
      const patch = patchOf(mutant);
      return { id, threat, defence, test: unquoted(test), ...(patch && { patch }) };
    });
}

/** Every test of the contracts by its name: a Solidity function's, or a TypeScript test's title. */
export function knownTests(root: string): Map<string, KnownTest> {
  const found = new Map<string, KnownTest>();
  const note = (name: string, kind: KnownTest["kind"], file: string) => {
    const known = found.get(name) ?? { kind, files: [] };
    if (!known.files.includes(file)) known.files.push(file);
    found.set(name, known);
  };
  for (const file of globSync("test/contracts/solidity/*.t.sol", { cwd: root }).sort())
    for (const [, name = ""] of readFileSync(join(root, file), "utf8").matchAll(
      /\bfunction\s+((?:test|invariant)\w*)\s*\(/g,
    ))
      note(name, "solidity", file);
  for (const file of globSync("test/contracts/**/*.test.ts", { cwd: root }).sort())
    for (const [, , title = ""] of readFileSync(join(root, file), "utf8").matchAll(
      /\b(?:it|test)\(\s*(["'`])((?:\\.|(?!\1).)*)\1/g,
    ))
      note(title.replace(/\\(.)/g, "$1"), "typescript", file);
  return found;
}

const timesIn = (text: string, part: string) => text.split(part).length - 1;

/**
 * What is wrong with the table: one sentence for each fault, none if every row has a test and an applicable mutant.
 * @param textOf a contract's text, undefined if there is no such file
 */
export function faultsOf(
  threats: Threat[],
  tests: Map<string, KnownTest>,
  textOf: (file: string) => string | undefined,
): string[] {
  const ids = threats.map(({ id }) => id);
  return threats.flatMap(({ id, threat, defence, test, patch }, index) => {
    const faults: string[] = [];
    if (id === "" || ids.indexOf(id) !== index) faults.push("its id is missing or taken");
    if (threat === "" || defence === "") faults.push("threat or defence is missing");
    if (!tests.has(test)) faults.push(test === "" ? "it has no test" : `there is no test "${test}"`);
    const text = patch && textOf(patch.file);
    if (!patch) faults.push("its mutant is not of the form `File.sol: original → mutated`");
    else if (text === undefined) faults.push(`there is no ${patch.file}`);
    else if (patch.original === patch.mutated) faults.push("its mutant changes nothing");
    else if (timesIn(text, patch.original) !== 1)
      faults.push(
        `"${patch.original}" stands ${timesIn(text, patch.original)} times in ${patch.file}, not once`,
      );
    return faults.map((fault) => `${id || `row ${index + 1}`}: ${fault}`);
  });
}
