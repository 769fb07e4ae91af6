import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** SHA-256 over the names and bytes of all files that match; the same sources give the same stamp. */
export function stampOf(patterns: string[]): string {
  const hash = createHash("sha256");
  for (const file of globSync(patterns).sort()) {
    if (!statSync(file).isFile() || file.includes("node_modules")) continue;
    hash.update(`${file}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** Runs `build` unless `stampFile` says that it ran for these sources already. */
export async function buildOnce(
  stampFile: string,
  patterns: string[],
  build: () => Promise<void>,
): Promise<void> {
  const stamp = stampOf(patterns);
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  await build();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}
