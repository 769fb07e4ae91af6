import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fail } from "@graphiti/protocol/errors.ts";

export type Code = {
  object: string;
  sourceMap: string;
  linkReferences: Record<string, Record<string, { start: number; length: number }[]>>;
  immutableReferences?: Record<string, { start: number; length: number }[]>;
};
/** One contract's code, as solc gives it: hex without 0x. */
export type Compiled = { evm: { bytecode: Code; deployedBytecode: Code } };
export type AstNode = { nodeType: string; src: string; [key: string]: unknown };
export type Output = {
  errors?: { severity: string; type: string; message: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, Compiled>>;
  sources?: Record<string, { id: number; ast: AstNode }>;
};
/** Text of each file, by its path in the repository. */
export type Sources = Map<string, string>;

type Solc = { compile(input: string, callbacks: { import(path: string): { contents: string } }): string };
const require = createRequire(import.meta.url);
let loaded: Solc | undefined;

/** The contracts and, if they are wanted, their Solidity tests; packages are read while compiling. */
export function readSources(root: string, tests: "with tests" | "without tests" = "with tests"): Sources {
  const folders = ["contracts", ...(tests === "with tests" ? ["test/contracts"] : [])];
  const files = globSync(
    folders.map((folder) => `${folder}/**/*.sol`),
    { cwd: root },
  ).sort();
  return new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));
}

/** Settings that compile in seconds. The old pipeline is the faster one, but its stack is short. */
export const quickSettings = (viaIR: boolean) => ({
  evmVersion: "cancun",
  viaIR,
  optimizer: viaIR
    ? { enabled: false, details: { yul: true, yulDetails: { stackAllocation: true, optimizerSteps: ":" } } }
    : { enabled: false },
  metadata: { bytecodeHash: "none" },
});

/** Compiles with package solc. Errors of the sources are in the output, not thrown. */
export function compile(root: string, sources: Sources, settings: object, outputSelection: object): Output {
  loaded ??= require("solc") as Solc;
  const input = {
    language: "Solidity",
    sources: Object.fromEntries([...sources].map(([file, content]) => [file, { content }])),
    settings: { ...settings, outputSelection },
  };
  const fromPackage = (path: string) => ({
    contents: readFileSync(join(root, "node_modules", path), "utf8"),
  });
  return JSON.parse(loaded.compile(JSON.stringify(input), { import: fromPackage })) as Output;
}

export const errorsOf = (output: Output) =>
  (output.errors ?? []).filter(({ severity }) => severity === "error");

/**
 * The syntax trees of all sources, with types.
 * @throws CONTRACTS_BROKEN with what the compiler says
 */
export function parse(root: string, sources: Sources): Map<string, AstNode> {
  const output = compile(root, sources, { evmVersion: "cancun" }, { "*": { "": ["ast"] } });
  const error = errorsOf(output)[0];
  if (error) fail("CONTRACTS_BROKEN", `The contracts do not compile: ${error.formattedMessage}`);
  return new Map(Object.entries(output.sources ?? {}).map(([file, { ast }]) => [file, ast]));
}

/** All nodes below, parents before children, with the way down to each. */
export function* walk(node: AstNode, parents: AstNode[] = []): Generator<[AstNode, AstNode[]]> {
  yield [node, parents];
  const inner = [...parents, node];
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (child && typeof child === "object" && typeof child.nodeType === "string") yield* walk(child, inner);
}

/** Where a node stands in its file: byte offsets, since that is what solc counts. */
export function rangeOf(node: AstNode): { start: number; end: number } {
  const [start = 0, length = 0] = node.src.split(":").map(Number);
  return { start, end: start + length };
}

/** The contracts that are measured: neither interfaces, which have no code, nor deployment modules. */
export const measured = (file: string): boolean =>
  /^contracts\/(?!interfaces\/|mocks\/|ignition\/)/.test(file);
