import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { importByteStream } from "ipfs-unixfs-importer";
import { CID } from "multiformats/cid";
import { fail } from "../../errors.ts";
import { canonicalCid } from "../block.ts";
import { importOptions } from "../content-id.ts";
import { decodeFileNode, type FileNode } from "../file-node.ts";
import { BlockFolder, blockKey } from "./block-folder.ts";
import { BlockGuard } from "./block-guard.ts";
import { type Pin, Pins } from "./pins.ts";

/** What an upload says about itself. `expiresAt` Unix seconds, null = keep. */
export type PinDetails = {
  name: string;
  mimeType: string | null;
  keyvalues: Record<string, string>;
  expiresAt: number | null;
};

type BlockSink = Pick<BlockFolder, "put" | "get" | "has" | "remove" | "keys">;

/**
 * Content-addressed files in a folder: `blocks/`, `pins/`, and `scratch/` for what is unfinished.
 * Content counts as stored once its pin is on disk, which happens after all of its blocks are.
 */
export class ContentStore {
  readonly pins: Pins;
  readonly #blocks: BlockSink;
  readonly #guard = new BlockGuard();
  #collecting: Promise<number> | undefined;

  constructor(blocks: BlockSink, pins: Pins) {
    this.#blocks = blocks;
    this.pins = pins;
  }

  /** Opens or creates the folder. One process at a time. */
  static async open(directory: string): Promise<ContentStore> {
    const [blocks, pins, scratch] = ["blocks", "pins", "scratch"].map((name) =>
      path.join(directory, name),
    ) as [string, string, string];
    await rm(scratch, { recursive: true, force: true });
    for (const folder of [blocks, pins, scratch]) await mkdir(folder, { recursive: true });
    return new ContentStore(new BlockFolder(blocks, scratch), await Pins.open(pins, scratch));
  }

  /**
   * Stores a stream and pins it. `describe` is asked after the last byte; if it throws, nothing is pinned.
   * Content that is already pinned keeps its pin and the longer of the two lives.
   */
  async put(
    source: AsyncIterable<Uint8Array>,
    describe: () => Promise<PinDetails>,
  ): Promise<Pin & { isDuplicate: boolean }> {
    return await this.#guard.during(async (protect) => {
      let bytes = 0;
      const counted = async function* () {
        for await (const chunk of source) {
          bytes += chunk.length;
          yield chunk;
        }
      };
      const sink = {
        put: async (cid: CID, block: Uint8Array) => {
          protect(blockKey(cid));
          await this.#blocks.put(cid, block);
          return cid;
        },
      };
      const root = await importByteStream(counted(), sink as never, importOptions("unixfs-v1-2025"));
      const cid = canonicalCid(root.cid);
      const details = await describe();
      let isDuplicate = false;
      const pin = await this.pins.update(cid, (before) => {
        isDuplicate = before !== undefined;
        return before ? prolonged(before, details.expiresAt) : newPin(cid, bytes, details);
      });
      return { ...(pin as Pin), isDuplicate };
    });
  }

  /** Pins content that is here whole. @throws STORE_NOT_FOUND */
  async pin(cid: CID, details: PinDetails): Promise<Pin> {
    return await this.#guard.during(async (protect) => {
      for await (const part of this.tree(cid)) {
        protect(blockKey(part));
        if (!(await this.#blocks.has(part))) notHere(cid);
      }
      const { size } = await this.node(cid);
      const key = canonicalCid(cid);
      const pin = await this.pins.update(key, (before) =>
        before ? { ...prolonged(before, details.expiresAt) } : newPin(key, size, details),
      );
      return pin as Pin;
    });
  }

  /** The decoded node of a file. @throws STORE_NOT_FOUND */
  async node(cid: CID): Promise<FileNode> {
    return decodeFileNode(cid, await this.#blocks.get(cid));
  }

  async block(cid: CID): Promise<Uint8Array> {
    return await this.#blocks.get(cid);
  }

  async hasBlock(cid: CID): Promise<boolean> {
    return await this.#blocks.has(cid);
  }

  /** Whether every block of the content is here. What is pinned is; what is not may be half collected. */
  async isWhole(cid: CID): Promise<boolean> {
    if (this.pins.get(canonicalCid(cid))) return await this.#blocks.has(cid);
    try {
      for await (const part of this.tree(cid)) if (!(await this.#blocks.has(part))) return false;
      return true;
    } catch {
      return false;
    }
  }

  /** The content ids of a tree, depth first, each once. Leaves are not read. */
  async *tree(cid: CID, seen = new Set<string>()): AsyncGenerator<CID> {
    if (seen.has(blockKey(cid))) return;
    seen.add(blockKey(cid));
    yield cid;
    if (cid.code === rawLeaf) return;
    for (const child of (await this.node(cid)).children) yield* this.tree(child.cid, seen);
  }

  /** A range of a file's bytes, block by block. */
  async *read(cid: CID, offset: number, length: number): AsyncGenerator<Uint8Array> {
    const node = await this.node(cid);
    let skip = offset;
    let left = length;
    const own = node.data.subarray(skip, skip + left);
    if (own.length > 0) yield own;
    left -= own.length;
    skip = Math.max(0, skip - node.data.length);
    for (const child of node.children) {
      if (left <= 0) return;
      if (skip >= child.size) {
        skip -= child.size;
        continue;
      }
      const part = Math.min(left, child.size - skip);
      yield* this.read(child.cid, skip, part);
      left -= part;
      skip = 0;
    }
  }

  /** Drops expired pins, then every block that no pin needs and no running upload is using. Returns how many. */
  collect(nowSeconds = Date.now() / 1000): Promise<number> {
    this.#collecting ??= this.#guard
      .whileReleasesWait(() => this.#collect(nowSeconds))
      .finally(() => {
        this.#collecting = undefined;
      });
    return this.#collecting;
  }

  async #collect(nowSeconds: number): Promise<number> {
    const expired = (pin: Pin | undefined) => pin && pin.expiresAt !== null && pin.expiresAt <= nowSeconds;
    for (const { cid } of this.pins.all().filter(expired))
      await this.pins.update(cid, (pin) => (expired(pin) ? undefined : pin));
    const needed = new Set<string>();
    for (const { cid } of this.pins.all()) for await (const _ of this.#treeIfHere(cid, needed));
    let removed = 0;
    for await (const key of this.#blocks.keys()) {
      if (needed.has(key) || this.#guard.isProtected(key)) continue;
      this.#blocks.remove(key);
      removed += 1;
    }
    return removed;
  }

  /** A pin whose blocks the disk lost must not stop the collection. */
  async *#treeIfHere(cid: string, seen: Set<string>): AsyncGenerator<CID> {
    try {
      yield* this.tree(CID.parse(cid), seen);
    } catch {
      return;
    }
  }
}

const rawLeaf = 0x55;

function notHere(cid: CID): never {
  fail("STORE_NOT_FOUND", `${cid} is not here.`, { retryable: true });
}

function newPin(cid: string, bytes: number, details: PinDetails): Pin {
  return { id: randomUUID(), cid, bytes, createdAt: new Date().toISOString(), ...details };
}

function prolonged(pin: Pin, expiresAt: number | null): Pin {
  if (pin.expiresAt === null || (expiresAt !== null && expiresAt <= pin.expiresAt)) return pin;
  const keyvalues = expiresAt === null ? { ...pin.keyvalues, tier: "durable" } : pin.keyvalues;
  return { ...pin, expiresAt, keyvalues };
}
