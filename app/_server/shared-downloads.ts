import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Env } from "@graphiti/protocol/env.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import { Gate } from "./gate.ts";
import { processMemory } from "./process-memory.ts";
import { requireRoom } from "./require-room.ts";
import { scratchFolder } from "./scratch-folder.ts";

const maxBytes = 1024 ** 3;

/** A verified file, there until `release` is called; calling it again does nothing. */
export type SharedFile = { path: string; bytes: number; release: () => void };

type Entry = { path: string; ready: Promise<number>; users: number };

const gone = () => new GraphitiError("GALLERY_BUSY", "The download was given up.", { retryable: true });

/** Files from the store for as long as requests use them: one per content id, however many ask for it. */
export class SharedDownloads {
  readonly #entries = new Map<string, Entry>();
  readonly #gate = new Gate({ running: 2, waiting: 20 });
  readonly #openFolder: () => Promise<string>;
  readonly #store: () => Store;

  constructor(openFolder: () => Promise<string>, store: () => Store) {
    this.#openFolder = openFolder;
    this.#store = store;
  }

  /**
   * @param signal releases the file when the one who asked goes away, whether or not it has come by then
   * @throws GALLERY_BUSY, also when `signal` is aborted; DISK_FULL; whatever the store throws
   */
  async acquire(cid: string, signal: AbortSignal): Promise<SharedFile> {
    if (signal.aborted) throw gone();
    const folder = await this.#openFolder();
    const known = this.#entries.get(cid);
    const entry = known ?? this.#begin(cid, folder);
    if (known) known.users += 1;
    let isReleased = false;
    const release = () => {
      if (isReleased) return;
      isReleased = true;
      signal.removeEventListener("abort", release);
      entry.users -= 1;
      if (entry.users === 0) this.#end(cid, entry);
    };
    signal.addEventListener("abort", release);
    try {
      const bytes = await entry.ready;
      if (signal.aborted) throw gone();
      return { path: entry.path, bytes, release };
    } catch (thrown) {
      release();
      throw thrown;
    }
  }

  /** An entry with its first user: the gate may look at the count at once. */
  #begin(cid: string, folder: string): Entry {
    const path = join(folder, randomUUID());
    const entry: Entry = { path, users: 1, ready: Promise.resolve(0) };
    entry.ready = this.#gate.run(async () => {
      // Everybody may have gone while it waited for its turn.
      if (entry.users === 0) throw gone();
      await requireRoom(folder, maxBytes);
      return (await this.#store().download(cid, path, { maxBytes })).bytes;
    });
    this.#entries.set(cid, entry);
    return entry;
  }

  #end(cid: string, entry: Entry): void {
    if (this.#entries.get(cid) === entry) this.#entries.delete(cid);
    const remove = () => rm(entry.path, { force: true });
    // A file that is still on its way is removed once it has come.
    void entry.ready.then(remove, remove).catch(() => undefined);
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
