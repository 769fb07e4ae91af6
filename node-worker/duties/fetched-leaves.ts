import { readFile, rm, writeFile } from "node:fs/promises";
import type { Hex } from "viem";
import type { Handed } from "../chain/escrow-events.ts";
import type { LotFiles } from "./lot-files.ts";

type Kept = { of: string; leaves: readonly Hex[] };

/** Where a submission's tiles are found, and which digests they have. */
const promiseOf = ({ submission: { outputRoot, metadataDigest }, manifestDigest }: Handed) =>
  `${outputRoot} ${metadataDigest} ${manifestDigest}`;

/**
 * Digests of a submission's tiles as they were fetched: known already, or from `fetch`. They do not hang on the draw, so
 * they can be fetched before it.
 */
export async function fetchedLeaves(
  { leaves: path }: LotFiles,
  handed: Handed,
  fetch: () => Promise<readonly Hex[]>,
): Promise<readonly Hex[]> {
  const known = await read(path);
  if (known?.of === promiseOf(handed)) return known.leaves;
  const leaves = await fetch();
  await writeFile(path, JSON.stringify({ of: promiseOf(handed), leaves } satisfies Kept));
  return leaves;
}

/** Nothing where nothing was kept, or a power cut has left a part of it. */
async function read(path: string): Promise<Kept | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Has the next look at a submission fetch its tiles anew. */
export const forgetLeaves = ({ leaves }: LotFiles): Promise<void> => rm(leaves, { force: true });
