/** The arrows of the house: what each part may import. Everything else is a violation. */
const allowed: Record<string, readonly string[]> = {
  protocol: [],
  models: ["protocol"],
  indexer: ["protocol", "models"],
  "node-worker": ["protocol", "models"],
  app: ["protocol", "models"],
  commands: ["protocol", "models", "contracts"],
  contracts: ["protocol"],
};

const packages: Record<string, string> = {
  "@graphiti/protocol": "protocol",
  "@graphiti/models": "models",
  "@graphiti/indexer": "indexer",
  "@graphiti/phaestus": "node-worker",
};

/** The one door between the gallery and the indexer. */
const indexerSchema = "indexer/ponder.schema.ts";

const importPattern = /(?:from|import)\s*\(?\s*["']([^"']+)["']/g;

export const partOf = (path: string): string => path.split("/")[0] ?? "";

/** Repository path that a specifier in `file` points at, or undefined for a package of others. */
export function resolveImport(file: string, specifier: string): string | undefined {
  for (const [name, folder] of Object.entries(packages))
    if (specifier === name || specifier.startsWith(`${name}/`)) return folder + specifier.slice(name.length);
  if (!specifier.startsWith(".")) return undefined;
  const path = file.split("/").slice(0, -1);
  for (const step of specifier.split("/")) {
    if (step === "..") path.pop();
    else if (step !== ".") path.push(step);
  }
  return path.join("/");
}

/** One sentence per import of `source` that goes against the arrows. */
export function violationsIn(file: string, source: string): string[] {
  const from = partOf(file);
  const violations: string[] = [];
  for (const [, specifier] of source.matchAll(importPattern)) {
    const target = resolveImport(file, specifier ?? "");
    if (target === undefined) continue;
    const to = partOf(target);
    if (to === from || !(to in allowed)) continue;
    if (from === "app" && file.startsWith("app/_data/") && target === indexerSchema) continue;
    if (!allowed[from]?.includes(to)) violations.push(`${file} imports ${target}: ${from} may not use ${to}`);
  }
  return violations;
}
