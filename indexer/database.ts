import { createHash } from "node:crypto";
import { existsSync, globSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Env } from "@graphiti/protocol/env.ts";

type Home = Pick<Env, "GRAPHITI_HOME">;

/** Folder of the embedded database. Nothing in it is of value: all of it can be had from the chain again. */
export const indexerHome = (env: Home): string => resolve(env.GRAPHITI_HOME, "indexer");

export const pgliteDirectory = (env: Home): string => join(indexerHome(env), "pglite");

const editionFile = (env: Home) => join(indexerHome(env), "edition");

const sources = [
  "indexer/{package.json,ponder.*.ts,*.schema.ts}",
  "indexer/src/**/*.ts",
  "protocol/{abi/*,cid,offer,terms}.ts",
];

/**
 * Names what an index was made from: this chain, by this code. Ponder refuses tables that other code made,
 * and cannot know that a chain began anew; so each edition has a database schema of its own.
 */
export async function editionOf(fingerprint: string): Promise<string> {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const files = globSync(sources, { cwd: root });
  const hash = createHash("sha256").update(fingerprint);
  for (const file of files.sort()) hash.update(`\n${file}\n`).update(await readFile(join(root, file)));
  return hash.digest("hex").slice(0, 16);
}

export const schemaName = (edition: string): string => `graphiti_${edition}`;

/**
 * Makes the embedded database fit for this edition. What another edition left there, or a process that did
 * not close it, is deleted and will be indexed again: `edition` is written only by {@link closeDatabase}.
 * @returns whether there was something to delete
 */
export async function openDatabase(env: Home, edition: string): Promise<boolean> {
  const closed = await readFile(editionFile(env), "utf8").catch(() => undefined);
  await mkdir(indexerHome(env), { recursive: true });
  if (closed === edition) {
    await rm(editionFile(env));
    return false;
  }
  const directory = pgliteDirectory(env);
  const existed = existsSync(directory);
  await rm(directory, { recursive: true, force: true });
  return existed;
}

export async function closeDatabase(env: Home, edition: string): Promise<void> {
  await writeFile(editionFile(env), edition);
}
