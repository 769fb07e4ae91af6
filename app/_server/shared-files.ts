import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { Gate } from "./gate.ts";

/** A file that is there until `release` is called; calling it again does nothing. */
export type SharedFile = { path: string; bytes: number; release: () => void };

/** Writes the file to `path`; resolves with its length in bytes. */
type Make = (path: string, folder: string) => Promise<number>;

type Entry = { path: string; ready: Promise<number>; users: number };

const gone = () => new GraphitiError("GALLERY_BUSY", "The download was given up.", { retryable: true });

/** Files for as long as requests use them: one per name, however many ask for it. */
export class SharedFiles {
  readonly #entries = new Map<string, Entry>();
  readonly #gate: Gate;
  readonly #openFolder: () => Promise<string>;

  constructor(openFolder: () => Promise<string>, limits: { running: number; waiting: number }) {
    this.#openFolder = openFolder;
    this.#gate = new Gate(limits);
  }

  /**
   * @param name of the content: whoever asks for the same name gets the same file
   * @param signal releases the file when the one who asked goes away, whether or not it has come by then
   * @throws GALLERY_BUSY, also when `signal` is aborted; whatever `make` throws
   */
  async acquire(name: string, signal: AbortSignal, make: Make): Promise<SharedFile> {
    if (signal.aborted) throw gone();
    const folder = await this.#openFolder();
    const known = this.#entries.get(name);
    const entry = known ?? this.#begin(name, folder, make);
    if (known) known.users += 1;
    let isReleased = false;
    const release = () => {
      if (isReleased) return;
      isReleased = true;
      signal.removeEventListener("abort", release);
      entry.users -= 1;
      if (entry.users === 0) this.#end(name, entry);
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
  #begin(name: string, folder: string, make: Make): Entry {
    const path = join(folder, randomUUID());
    const entry: Entry = { path, users: 1, ready: Promise.resolve(0) };
    entry.ready = this.#gate.run(async () => {
      // Everybody may have gone while it waited for its turn.
      if (entry.users === 0) throw gone();
      return make(path, folder);
    });
    this.#entries.set(name, entry);
    return entry;
  }

  #end(name: string, entry: Entry): void {
    if (this.#entries.get(name) === entry) this.#entries.delete(name);
    const remove = () => rm(entry.path, { force: true });
    // A file that is still on its way is removed once it has come.
    void entry.ready.then(remove, remove).catch(() => undefined);
  }
}
