import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What the contracts' tests of either kind read. */
const copied = [
  "contracts",
  "commands",
  "protocol",
  "test/contracts",
  "test/agreement/compile.ts",
  // The market's sums as the gallery does them, which a test holds to the market's own.
  "app/market/market-state.ts",
  "app/market/sale-parts.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "foundry.toml",
];

/**
 * A folder with the contracts and their tests, in which sources and artifacts can be changed freely. Packages
 * are those of the repository; only its own workspace `protocol` is copied, since others may be writing it.
 */
export function makeScratchCopy(root: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const path of copied)
    cpSync(join(root, path), join(folder, path), {
      recursive: true,
      filter: (source) => basename(source) !== "node_modules",
    });
  const settings = `export { default } from "./commands/solidity/scratch-hardhat.config.ts";\n`;
  writeFileSync(join(folder, "hardhat.config.ts"), settings);
  linkPackages(root, folder);
}

function linkPackages(root: string, folder: string): void {
  const link = (from: string, to: string) => {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    symlinkSync(join(root, from), join(folder, to));
  };
  for (const name of readdirSync(join(root, "node_modules")))
    if (name !== "@graphiti") link(`node_modules/${name}`, `node_modules/${name}`);
  const own = readdirSync(join(root, "node_modules/@graphiti"));
  for (const name of own) {
    if (name !== "protocol") link(`node_modules/@graphiti/${name}`, `node_modules/@graphiti/${name}`);
    else symlinkSync("../../protocol", join(folder, "node_modules/@graphiti/protocol"));
  }
  const nested = "protocol/node_modules";
  if (existsSync(join(root, nested))) link(nested, nested);
}
