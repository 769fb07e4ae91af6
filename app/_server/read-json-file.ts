import { readEnv } from "@graphiti/protocol/env.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import type { z } from "zod";
import { processMemory } from "./process-memory.ts";
import { within } from "./within.ts";

const maxBytes = 256 * 1024;
const maxKept = 2_000;
/** A page rather shows less than waits for a store that hangs. */
const patienceMs = 4_000;
const kept = processMemory("json-files", () => new Map<string, unknown>());

/**
 * Reads a small JSON file from the store, verified against its content id. Such files never change, so they
 * are kept in memory.
 * @returns undefined when the store does not have it, does not answer, or it is not of that shape
 */
export async function readJsonFile<Shape extends z.ZodType>(
  cid: string,
  shape: Shape,
): Promise<z.output<Shape> | undefined> {
  let value = kept.get(cid);
  if (value === undefined) {
    try {
      const bytes = await within(patienceMs, openStore(readEnv()).get(cid, { maxBytes }));
      value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    } catch {
      return undefined;
    }
    kept.set(cid, value);
    if (kept.size > maxKept) kept.delete(kept.keys().next().value as string);
  }
  const parsed = shape.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
