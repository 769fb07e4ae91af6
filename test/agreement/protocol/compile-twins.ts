import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Abi, Hex } from "viem";

const require = createRequire(import.meta.url);
const root = new URL("../../../", import.meta.url);
const name = "test/agreement/protocol/Twins.sol";

type Output = {
  errors?: { severity: string; formattedMessage: string }[];
  contracts: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>;
};

/** Sources as the compiler names them: packages by their name, everything else from the root of the tree. */
function read(path: string): { contents: string } {
  const file = path.startsWith("@") ? require.resolve(path) : new URL(path, root);
  return { contents: readFileSync(file, "utf8") };
}

/** Compiles the libraries as they stand in the tree, so that an old artifact cannot agree in their place. */
export function compileTwins(): { abi: Abi; bytecode: Hex } {
  const solc = require("solc") as { compile(input: string, callbacks: { import: typeof read }): string };
  const input = {
    language: "Solidity",
    sources: { [name]: { content: read(name).contents } },
    settings: {
      evmVersion: "cancun",
      optimizer: { enabled: true, runs: 1_000 },
      outputSelection: { "*": { Twins: ["abi", "evm.bytecode.object"] } },
    },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read })) as Output;
  const errors = output.errors?.filter(({ severity }) => severity === "error") ?? [];
  const found = output.contracts[name]?.Twins;
  if (!found || errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join("\n"));
  return { abi: found.abi, bytecode: `0x${found.evm.bytecode.object}` };
}
