import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Abi, Hex } from "viem";

const require = createRequire(import.meta.url);
const root = new URL("../../", import.meta.url);

type Output = {
  errors?: { severity: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>;
};

export type Compiled = { abi: Abi; bytecode: Hex };

/** Sources as the compiler names them: packages by their name, everything else from the root of the tree. */
function read(path: string): { contents: string } {
  const file = path.startsWith("@") ? require.resolve(path) : new URL(path, root);
  return { contents: readFileSync(file, "utf8") };
}

/**
 * Compiles a contract with the libraries as they stand in the tree, so that an old artifact cannot agree in their place.
 * @param path from the root of the tree
 * @param changed sources that stand for those in the tree, by their path
 */
export function compile(path: string, contract: string, changed: Record<string, string> = {}): Compiled {
  const solc = require("solc") as { compile(input: string, callbacks: { import: typeof read }): string };
  const input = {
    language: "Solidity",
    sources: { [path]: { content: read(path).contents } },
    settings: {
      evmVersion: "cancun",
      optimizer: { enabled: true, runs: 1_000 },
      outputSelection: { "*": { [contract]: ["abi", "evm.bytecode.object"] } },
    },
  };
  const find = (name: string) => (changed[name] === undefined ? read(name) : { contents: changed[name] });
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: find })) as Output;
  const errors = output.errors?.filter(({ severity }) => severity === "error") ?? [];
  const found = output.contracts?.[path]?.[contract];
  if (!found || errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join("\n"));
  return { abi: found.abi, bytecode: `0x${found.evm.bytecode.object}` };
}
