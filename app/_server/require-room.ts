import { statfs } from "node:fs/promises";
import { fail } from "@graphiti/protocol/errors.ts";

/**
 * Refuses before the disk is full, so that the store and the index beside the gallery can still write.
 * @param folder an existing folder on the disk in question
 * @throws DISK_FULL when fewer than `bytes` are free
 */
export async function requireRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes)
    fail("DISK_FULL", "The gallery has no room left for this file.", { retryable: true });
}
