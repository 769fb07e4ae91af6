import type { Env } from "@graphiti/protocol/env.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import { processMemory } from "./process-memory.ts";
import { requireRoom } from "./require-room.ts";
import { scratchFolder } from "./scratch-folder.ts";
import { type SharedFile, SharedFiles } from "./shared-files.ts";

const maxBytes = 1024 ** 3;

/** Verified files from the store, shared by all requests that ask for the same content id. */
export class SharedDownloads {
  readonly #files: SharedFiles;
  readonly #store: () => Store;

  constructor(openFolder: () => Promise<string>, store: () => Store) {
    this.#files = new SharedFiles(openFolder, { running: 2, waiting: 20 });
    this.#store = store;
  }

  /**
   * @param signal releases the file when the one who asked goes away, whether or not it has come by then
   * @throws GALLERY_BUSY, also when `signal` is aborted; DISK_FULL; whatever the store throws
   */
  acquire(cid: string, signal: AbortSignal): Promise<SharedFile> {
    return this.#files.acquire(cid, signal, async (path, folder) => {
      await requireRoom(folder, maxBytes);
      return (await this.#store().download(cid, path, { maxBytes })).bytes;
    });
  }
}

export function sharedDownloads(env: Env): SharedDownloads {
  return processMemory(
    "downloads",
    () =>
      new SharedDownloads(
        () => scratchFolder(env, "downloads"),
        () => openStore(env),
      ),
  );
}
