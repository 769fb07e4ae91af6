import { fail } from "@graphiti/protocol/errors.ts";
import {
  type AstNode,
  type Compiled,
  compile,
  errorsOf,
  quickSettings,
  readSources,
  type Sources,
} from "../solidity/compile.ts";
import { Artifacts } from "./artifacts.ts";

/** Contracts by file and name, and the numbers of the files in the compilation that made each. */
type Built = Map<string, { contracts: Map<string, Compiled>; ids: Map<string, number> }>;
/** What became of a changed source: in place for the tests, or not worth testing. */
export type Placed = "placed" | "stillborn" | "same code";

const wanted = [
  "evm.bytecode.object",
  "evm.bytecode.sourceMap",
  "evm.bytecode.linkReferences",
  "evm.deployedBytecode.object",
  "evm.deployedBytecode.sourceMap",
  "evm.deployedBytecode.linkReferences",
  "evm.deployedBytecode.immutableReferences",
];

/** Files that hold the code of a file: itself, and whatever imports it, however indirectly. */
export function dependentsOf(file: string, trees: Map<string, AstNode>): Set<string> {
  const found = new Set([file]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const [importer, ast] of trees)
      for (const node of ast.nodes as AstNode[])
        if (node.nodeType === "ImportDirective" && found.has(node.absolutePath as string))
          found.add(importer);
  }
  return found;
}

/** A scratch copy in whose artifacts changed sources are put, and taken out again. */
export class Bench {
  readonly folder: string;
  readonly sources: Sources;
  readonly #trees: Map<string, AstNode>;
  readonly #viaIR: boolean;
  readonly #artifacts: Artifacts;
  readonly #original: Built;
  #touched: Built = new Map();

  constructor(folder: string, trees: Map<string, AstNode>, viaIR: boolean) {
    this.folder = folder;
    this.#trees = trees;
    this.#viaIR = viaIR;
    this.#artifacts = new Artifacts(folder);
    this.sources = readSources(folder);
    const built = this.#build(this.sources, new Set(this.sources.keys()));
    if (!built) fail("CONTRACTS_BROKEN", "The contracts do not compile. Run `npx hardhat build`.");
    this.#original = built;
    // The tests of the original run the same quickly compiled code as those of the mutants.
    this.#put(built);
  }

  /** Puts the code of changed sources where the tests find it. */
  place(changes: Sources): Placed {
    this.restore();
    const files = new Set([...changes.keys()].flatMap((file) => [...dependentsOf(file, this.#trees)]));
    const built = this.#build(new Map([...this.sources, ...changes]), files);
    if (!built) return "stillborn";
    const changed: Built = new Map();
    for (const [file, { contracts, ids }] of built) {
      const before = this.#original.get(file)?.contracts;
      const others = [...contracts].filter(
        ([name, code]) => code.evm.bytecode.object !== before?.get(name)?.evm.bytecode.object,
      );
      if (others.length > 0) changed.set(file, { contracts: new Map(others), ids });
    }
    if (changed.size === 0) return "same code";
    this.#put(changed);
    this.#touched = changed;
    return "placed";
  }

  restore(): void {
    if (this.#touched.size === 0) return;
    const originals: Built = new Map();
    for (const file of this.#touched.keys()) {
      const original = this.#original.get(file);
      if (original) originals.set(file, original);
    }
    this.#put(originals);
    this.#touched = new Map();
  }

  #put(built: Built): void {
    for (const [file, { contracts, ids }] of built)
      for (const [name, code] of contracts) this.#artifacts.put(file, name, code, ids);
    this.#artifacts.flush();
  }

  #build(sources: Sources, files: Set<string>): Built | undefined {
    const built: Built = new Map();
    const isTest = (file: string) => file.startsWith("test/");
    // Tests are always compiled the quick way, as they are elsewhere.
    for (const [part, viaIR] of [
      [[...files].filter((file) => !isTest(file)), this.#viaIR],
      [[...files].filter(isTest), false],
    ] as const) {
      if (part.length === 0) continue;
      const selection = Object.fromEntries(part.map((file) => [file, { "*": wanted }]));
      const output = compile(this.folder, sources, quickSettings(viaIR), selection);
      if (errorsOf(output).length > 0) return undefined;
      const ids = new Map(Object.entries(output.sources ?? {}).map(([file, { id }]) => [file, id]));
      for (const file of part) {
        const contracts = Object.entries(output.contracts?.[file] ?? {});
        const withCode = contracts.filter(([, code]) => code.evm.bytecode.object !== "");
        built.set(file, { contracts: new Map(withCode), ids });
      }
    }
    return built;
  }
}

/** Whether the old pipeline can compile the contracts. */
export function needsViaIR(folder: string): boolean {
  const sources = readSources(folder);
  const output = compile(folder, sources, quickSettings(false), { "*": { "*": ["evm.bytecode.object"] } });
  return errorsOf(output).some(({ formattedMessage }) => /stack too deep/i.test(formattedMessage));
}
