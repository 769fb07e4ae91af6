import { palettes } from "../palettes.ts";
import constants from "./constants.json" with { type: "json" };

/**
 * The model of a flow is no network but these numbers and the arithmetic they name: canonical JSON, keys in order of
 * their code units, no spaces. Its SHA-256 is the service's model digest.
 */
export function flowDocument(): Uint8Array {
  return new TextEncoder().encode(canonical({ ...constants, palettes }));
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  const entries = keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key as keyof typeof value])}`);
  return `{${entries.join(",")}}`;
}
