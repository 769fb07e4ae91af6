import { maxInputBytes } from "@graphiti/protocol/picture/limits.ts";
import { Gate } from "./gate.ts";
import { processMemory } from "./process-memory.ts";
import { requireRoom } from "./require-room.ts";

export const maxUploads = 14;
/** The file as it comes, its canonical form and the store's copy of that, which are larger. */
const roomPerUpload = 4 * maxInputBytes;

const gate = processMemory("uploads", () => new Gate({ running: maxUploads, waiting: 0 }));

/**
 * Lets an upload begin, before a byte of it is read, if there is a place for it and room on the disk for it
 * and all others that have begun. Nobody waits: a waiting upload would hold its connection for nothing.
 * @param openFolder makes the folder that uploads go to
 * @param roomBytes what one upload may need on the disk
 * @throws GALLERY_BUSY, DISK_FULL
 */
export function admitUpload<Result>(
  openFolder: () => Promise<string>,
  take: (folder: string) => Promise<Result>,
  roomBytes = roomPerUpload,
): Promise<Result> {
  return gate.run(async () => {
    const folder = await openFolder();
    await requireRoom(folder, gate.running * roomBytes);
    return take(folder);
  });
}
