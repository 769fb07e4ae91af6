import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, posix } from "node:path";
import type { Abi, Hex } from "viem";

const require = createRequire(import.meta.url);
const packages = join(dirname(require.resolve("seaport-core/package.json")), "..");

type Solc = { compile(input: string): string };
type Output = {
  errors?: { severity: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>;
};

/** A source of a package and all that it imports, by their paths as the compiler asks for them. */
function sourcesFrom(path: string, found: Record<string, { content: string }> = {}) {
  if (found[path]) return found;
  const content = readFileSync(join(packages, path), "utf8");
  found[path] = { content };
  for (const [, target = ""] of content.matchAll(/(?:from|import)\s+"([^"]+)"/g))
    sourcesFrom(target.startsWith(".") ? posix.join(posix.dirname(path), target) : target, found);
  return found;
}

/** Creation code as it was published: the compiler and settings are those of the canonical deployment. */
export function compileSeaport(path: string, contract: string): { abi: Abi; bytecode: Hex } {
  const solc = require("solc-0824") as Solc;
  const input = {
    language: "Solidity",
    sources: sourcesFrom(path),
    settings: {
      viaIR: true,
      evmVersion: "cancun",
      optimizer: { enabled: true, runs: 4_294_967_295 },
      metadata: { bytecodeHash: "none" },
      outputSelection: { [path]: { [contract]: ["abi", "evm.bytecode.object"] } },
    },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as Output;
  const failure = output.errors?.find(({ severity }) => severity === "error");
  const made = output.contracts?.[path]?.[contract];
  if (failure || !made) throw new Error(failure?.formattedMessage ?? `there is no ${contract} in ${path}`);
  return { abi: made.abi, bytecode: `0x${made.evm.bytecode.object}` };
}
