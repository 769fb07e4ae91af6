import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { jobIdOf, lotIndexOf } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";

/** What all lots of a job share: the input and the art card, both verified before they are used. */
export type JobFiles = { directory: string; input: string; card: string };

/**
 * What a lot needs while it is worked on, or checked: pixels tile by tile, the picture in the making, the file, and the
 * digests of the tiles that were fetched.
 */
export type LotFiles = {
  directory: string;
  tiles: string;
  scratch: string;
  result: string;
  copy: string;
  leaves: string;
};

/** `work` is this node's own lot; `check` another operator's, which is being checked. */
export type Purpose = "work" | "check";

const made = (directory: string) => mkdir(directory, { recursive: true, mode: 0o700 });

const jobDirectory = (jobsDirectory: string, jobId: bigint) => join(jobsDirectory, jobId.toString());

/** Name of a lot's folder in that of its job. */
export const lotFolder = (lotId: bigint, purpose: Purpose): string => `${purpose}-${lotIndexOf(lotId)}`;

/** Where a job's files lie; the folder is there afterwards. */
export async function jobFiles(jobsDirectory: string, jobId: bigint): Promise<JobFiles> {
  const directory = jobDirectory(jobsDirectory, jobId);
  await made(directory);
  return { directory, input: join(directory, "input"), card: join(directory, "card.json") };
}

/** Where a lot's files lie; the folder is there afterwards. */
export async function lotFiles(
  jobsDirectory: string,
  lotId: bigint,
  purpose: Purpose = "work",
): Promise<LotFiles> {
  const directory = join(jobDirectory(jobsDirectory, jobIdOf(lotId)), lotFolder(lotId, purpose));
  await made(directory);
  return {
    directory,
    tiles: join(directory, "tiles.rgb"),
    scratch: join(directory, "scratch.tif"),
    result: join(directory, "result.png"),
    copy: join(directory, "copy"),
    leaves: join(directory, "leaves.json"),
  };
}

export function removeLotFiles(
  jobsDirectory: string,
  lotId: bigint,
  purpose: Purpose = "work",
): Promise<void> {
  const directory = join(jobDirectory(jobsDirectory, jobIdOf(lotId)), lotFolder(lotId, purpose));
  return rm(directory, { recursive: true, force: true });
}

export function removeJobFiles(jobsDirectory: string, jobId: bigint): Promise<void> {
  return rm(jobDirectory(jobsDirectory, jobId), { recursive: true, force: true });
}

/** SHA-256 of a file; undefined when there is none. */
export async function fileDigest(path: string): Promise<Hex | undefined> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  return `0x${hash.digest("hex")}`;
}
