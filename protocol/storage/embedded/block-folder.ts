import { unlinkSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { CID } from "multiformats/cid";
import { fail, GraphitiError } from "../../errors.ts";
import { checkBlock } from "../block.ts";
import { writeAtomically } from "./atomic-file.ts";

/** A block's name in the folder: its SHA-256 in hex. CIDs of the same bytes share one file. */
export function blockKey(cid: CID): string {
  return Buffer.from(cid.multihash.digest).toString("hex");
}

/**
 * Blocks as files, `<first two hex digits>/<sha256 hex>`. Every block is hashed again when it is read; one that
 * the disk has damaged counts as absent and is removed, so that storing it again heals it.
 */
export class BlockFolder {
  readonly #directory: string;
  readonly #scratch: string;
  readonly #folders = new Set<string>();

  /** Both folders must exist and lie on the same disk. */
  constructor(directory: string, scratch: string) {
    this.#directory = directory;
    this.#scratch = scratch;
  }

  async put(cid: CID, bytes: Uint8Array): Promise<void> {
    const file = this.#file(blockKey(cid));
    if ((await fileBytes(file)) === bytes.length) return;
    const folder = path.dirname(file);
    if (!this.#folders.has(folder)) {
      await mkdir(folder, { recursive: true });
      this.#folders.add(folder);
    }
    await writeAtomically(this.#scratch, file, bytes);
  }

  /** @throws STORE_NOT_FOUND (retryable) */
  async get(cid: CID): Promise<Uint8Array> {
    const file = this.#file(blockKey(cid));
    let bytes: Buffer;
    try {
      bytes = await readFile(file);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
      fail("STORE_NOT_FOUND", `Block ${cid} is not here.`, { cause, retryable: true });
    }
    try {
      checkBlock(cid, bytes);
    } catch (cause) {
      if (!(cause instanceof GraphitiError) || cause.code !== "STORE_BYTES_MISMATCH") throw cause;
      await rm(file, { force: true });
      fail("STORE_NOT_FOUND", `Block ${cid} was damaged on disk.`, { cause, retryable: true });
    }
    return bytes;
  }

  async has(cid: CID): Promise<boolean> {
    return (await fileBytes(this.#file(blockKey(cid)))) !== undefined;
  }

  /** Synchronous, so that nothing can happen between a check and the removal. */
  remove(key: string): void {
    try {
      unlinkSync(this.#file(key));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    }
  }

  async *keys(): AsyncGenerator<string> {
    for (const folder of await readdir(this.#directory))
      yield* await readdir(path.join(this.#directory, folder));
  }

  #file(key: string): string {
    return path.join(this.#directory, key.slice(0, 2), key);
  }
}

async function fileBytes(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch {
    return undefined;
  }
}
