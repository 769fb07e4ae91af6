import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { fullDisk } from "../byte-sink.ts";

/**
 * Writes a file so that after a crash, or a power cut, it is there whole or not at all.
 * @param scratch folder on the same disk for the unfinished file; emptied when the store opens
 */
export async function writeAtomically(scratch: string, target: string, bytes: Uint8Array): Promise<void> {
  const partial = path.join(scratch, randomUUID());
  try {
    const file = await open(partial, "wx");
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(partial, target);
  } catch (cause) {
    await rm(partial, { force: true });
    throw fullDisk(cause) ?? cause;
  }
}
