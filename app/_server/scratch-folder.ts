import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Env } from "@graphiti/protocol/env.ts";
import { processMemory } from "./process-memory.ts";

const swept = processMemory("scratch-folders", () => new Map<string, Promise<string>>());

/**
 * A folder for files that live as long as one request. Swept once per process: what a killed process left
 * behind goes.
 */
export function scratchFolder(env: Env, name: string): Promise<string> {
  const path = join(env.GRAPHITI_HOME, name);
  const known = swept.get(path);
  if (known) return known;
  const ready = rm(path, { recursive: true, force: true })
    .then(() => mkdir(path, { recursive: true }))
    .then(() => path);
  swept.set(path, ready);
  ready.catch(() => swept.delete(path));
  return ready;
}
