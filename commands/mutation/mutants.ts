import { createHash } from "node:crypto";
import { type AstNode, measured, rangeOf, type Sources, walk } from "../solidity/compile.ts";
import { operators } from "./operators.ts";

/** A small change of one contract. Its id stays the same as long as its file does. */
export type Mutant = {
  id: string;
  file: string;
  line: number;
  operator: string;
  /** On one line, for people. */
  original: string;
  mutated: string;
  /** Bytes of the file that are replaced, and by what. */
  start: number;
  end: number;
  replacement: string;
  /** Name of the function around it: tests about it are tried first. */
  within: string;
};

const semicolon = ";".charCodeAt(0);
const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

function mutantsOfFile(file: string, source: string, ast: AstNode): Mutant[] {
  const bytes = Buffer.from(source);
  const text = (node: AstNode) => {
    const { start, end } = rangeOf(node);
    return bytes.subarray(start, end).toString();
  };
  const mutants = new Map<string, Mutant>();
  for (const [node, parents] of walk(ast)) {
    const within = parents.findLast(({ nodeType }) => /^(Function|Modifier)Definition$/.test(nodeType))?.name;
    for (const changes of operators) {
      for (const change of changes(node, parents, text)) {
        const identity = [file, change.operator, change.start, change.end, change.mutated].join("\n");
        const id = createHash("sha256").update(identity).digest("hex").slice(0, 8);
        const { operator, start, mutated: replacement } = change;
        // A statement's range ends before its semicolon, which cannot stand behind a block.
        const end = replacement === "{}" && bytes.at(change.end) === semicolon ? change.end + 1 : change.end;
        mutants.set(id, {
          id,
          file,
          line: bytes.subarray(0, start).toString().split("\n").length,
          operator,
          original: oneLine(bytes.subarray(start, end).toString()),
          mutated: oneLine(replacement),
          start,
          end,
          replacement,
          within: String(within ?? ""),
        });
      }
    }
  }
  return [...mutants.values()].sort((a, b) => a.start - b.start || a.id.localeCompare(b.id));
}

/** The file with the mutant in it. */
export function applied(mutant: Mutant, source: string): string {
  const bytes = Buffer.from(source);
  const [before, after] = [bytes.subarray(0, mutant.start), bytes.subarray(mutant.end)];
  return Buffer.concat([before, Buffer.from(mutant.replacement), after]).toString();
}

/**
 * Every contract with one more function, which does nothing: other code, the same behaviour. A test that fails
 * on it would kill any mutant, whatever it does.
 */
export function neutral(sources: Sources, trees: Map<string, AstNode>): Sources {
  const changed: Sources = new Map();
  for (const [file, source] of sources) {
    const ast = trees.get(file);
    if (!ast || !measured(file)) continue;
    let bytes = Buffer.from(source);
    const contracts = (ast.nodes as AstNode[]).filter(
      ({ nodeType, contractKind }) => nodeType === "ContractDefinition" && contractKind === "contract",
    );
    for (const contract of contracts.reverse()) {
      const brace = rangeOf(contract).end - 1;
      const nothing = Buffer.from(`function doNothingIn${contract.name}() external pure {}\n`);
      bytes = Buffer.concat([bytes.subarray(0, brace), nothing, bytes.subarray(brace)]);
    }
    if (contracts.length > 0) changed.set(file, bytes.toString());
  }
  return changed;
}

/** Every mutant of the measured contracts, in the order of the files and of their text. */
export function listMutants(sources: Sources, trees: Map<string, AstNode>): Mutant[] {
  return [...sources].flatMap(([file, text]) => {
    const ast = trees.get(file);
    return ast && measured(file) ? mutantsOfFile(file, text, ast) : [];
  });
}

/** The mutants in an order that only the seed and their ids decide. */
export function shuffled(mutants: Mutant[], seed: string): Mutant[] {
  const rank = (mutant: Mutant) => createHash("sha256").update(`${seed}\n${mutant.id}`).digest("hex");
  return mutants
    .map((mutant) => [rank(mutant), mutant] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, mutant]) => mutant);
}
