import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";

export type LotFiles = { directory: string; input: string; card: string; scratch: string; result: string };

/** Where a lot's files lie; the folder is there afterwards. */
export async function lotFiles(lotsDirectory: string, lotId: bigint): Promise<LotFiles> {
  const directory = join(lotsDirectory, lotId.toString());
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return {
    directory,
    input: join(directory, "input.png"),
    card: join(directory, "card.json"),
    scratch: join(directory, "scratch.tif"),
    result: join(directory, "result.png"),
  };
}

export function removeLotFiles(lotsDirectory: string, lotId: bigint): Promise<void> {
  return rm(join(lotsDirectory, lotId.toString()), { recursive: true, force: true });
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
