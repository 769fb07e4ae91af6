import { mkdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fail } from "@graphiti/protocol/errors.ts";
import type { Address } from "viem";

export type Lock = { release: () => void };

/**
 * Takes a lock that the system gives back when this process ends, however it ends: SQLite's own file lock.
 * @throws NODE_RUNNING when another process holds it
 */
export function takeLock(file: string, what: string): Lock {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("begin exclusive");
  } catch (cause) {
    database.close();
    fail("NODE_RUNNING", `Another phaestus already runs with this ${what}.`, { cause });
  }
  return { release: () => database.close() };
}

/** One process for each home. */
export const lockHome = (home: string): Lock => takeLock(join(home, "lock"), "home");

/** One process for each key, even where a home was copied; on this computer and for this user. */
export const lockKey = (key: Address): Lock =>
  takeLock(join(tmpdir(), `phaestus-${userInfo().uid}-${key.toLowerCase()}.lock`), "machine key");
