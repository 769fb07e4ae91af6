import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Env, readEnv } from "@graphiti/protocol/env.ts";
import { type OpenPicture, openPicture } from "@graphiti/protocol/picture/open-picture.ts";
import { maxOutputPixels } from "@graphiti/protocol/quote.ts";
import { Gate } from "./gate.ts";
import { processMemory } from "./process-memory.ts";
import { scratchFolder } from "./scratch-folder.ts";
import { sharedDownloads } from "./shared-downloads.ts";

/** A visitor who checks one tile often checks another; a decoded picture takes disk, so it does not stay for long. */
const idleMs = 60_000;

type Opened = { picture: Promise<OpenPicture>; users: number; timer?: NodeJS.Timeout };

/** Stored pictures, decoded for access to any part of them; each is opened once, however many want a tile of it. */
export class TilePictures {
  readonly #opened = new Map<string, Opened>();
  readonly #gate = new Gate({ running: 1, waiting: 20 });
  readonly #env: Env;

  constructor(env: Env) {
    this.#env = env;
  }

  /** @throws GALLERY_BUSY, DISK_FULL, PICTURE_UNREADABLE; what the store throws */
  async use<Result>(cid: string, work: (picture: OpenPicture) => Promise<Result>): Promise<Result> {
    const known = this.#opened.get(cid);
    const opened = known ?? { picture: this.#gate.run(() => this.#open(cid)), users: 0 };
    if (!known) {
      this.#opened.set(cid, opened);
      opened.picture.catch(() => this.#opened.delete(cid));
    }
    clearTimeout(opened.timer);
    opened.users += 1;
    try {
      return await work(await opened.picture);
    } finally {
      opened.users -= 1;
      if (opened.users === 0) opened.timer = setTimeout(() => this.#close(cid, opened), idleMs).unref();
    }
  }

  async #open(cid: string): Promise<OpenPicture> {
    const folder = await mkdtemp(join(await scratchFolder(this.#env, "tiles"), "picture-"));
    const file = await sharedDownloads(this.#env).acquire(cid, new AbortController().signal);
    try {
      const picture = await openPicture(file.path, folder, maxOutputPixels);
      return { ...picture, close: () => rm(folder, { recursive: true, force: true }) };
    } catch (thrown) {
      await rm(folder, { recursive: true, force: true });
      throw thrown;
    } finally {
      file.release();
    }
  }

  #close(cid: string, opened: Opened): void {
    this.#opened.delete(cid);
    void opened.picture.then((picture) => picture.close()).catch(() => undefined);
  }
}

export const tilePictures = () => processMemory("tile-pictures", () => new TilePictures(readEnv()));
