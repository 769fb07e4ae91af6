/** JSON with keys in order of their code units and no spaces: the same value gives the same bytes. */
export function canonicalJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(textOf(value));
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  const entries = keys.map((key) => `${JSON.stringify(key)}:${textOf(value[key as keyof typeof value])}`);
  return `{${entries.join(",")}}`;
}
