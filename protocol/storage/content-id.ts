import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { BlackHoleBlockstore } from "blockstore-core";
import { type ImporterOptions, importByteStream } from "ipfs-unixfs-importer";
import { fixedSize } from "ipfs-unixfs-importer/chunker";
import { balanced } from "ipfs-unixfs-importer/layout";
import { canonicalCid } from "./block.ts";
import type { Content, Stored } from "./store.ts";

const kibibyte = 1024;

/**
 * The ways to cut a file into blocks that stores in the wild use (IPIP-499).
 * Graphiti's own is `unixfs-v1-2025`: 1 MiB raw leaves, at most 1024 to a node.
 */
const cuttings = {
  "unixfs-v1-2025": { profile: "unixfs-v1-2025" },
  "256K/174/raw": cutting(256 * kibibyte),
  "1M/174/raw": cutting(1024 * kibibyte),
  "unixfs-v0-2015": { profile: "unixfs-v0-2015" },
} satisfies Record<string, ImporterOptions>;

export type Cutting = keyof typeof cuttings;

function cutting(chunkSize: number): ImporterOptions {
  return {
    cidVersion: 1,
    rawLeaves: true,
    chunker: fixedSize({ chunkSize }),
    layout: balanced({ maxChildrenPerNode: 174 }),
  };
}

/** Options for the importer; few blocks in flight, so that memory stays at a few MiB. */
export function importOptions(name: Cutting): ImporterOptions {
  return { ...cuttings[name], blockWriteConcurrency: 8 };
}

/** The bytes of the content as a stream. */
export async function* readContent(content: Content): AsyncGenerator<Uint8Array> {
  if (content instanceof Uint8Array) yield content;
  else yield* createReadStream(content.path, { highWaterMark: 1024 * kibibyte });
}

/** Length in bytes. */
export async function contentBytes(content: Content): Promise<number> {
  return content instanceof Uint8Array ? content.length : (await stat(content.path)).size;
}

/** Computes the content id without storing anything. */
export async function contentId(content: Content, name: Cutting = "unixfs-v1-2025"): Promise<Stored> {
  let bytes = 0;
  const counted = async function* () {
    for await (const chunk of readContent(content)) {
      bytes += chunk.length;
      yield chunk;
    }
  };
  const { cid } = await importByteStream(counted(), new BlackHoleBlockstore(), importOptions(name));
  return { cid: canonicalCid(cid), bytes };
}

/**
 * Whether `cid` is the content's id under any cutting in use.
 * A store that answers with such an id stored exactly these bytes.
 */
export async function isContentId(cid: string, content: Content): Promise<boolean> {
  for (const name of Object.keys(cuttings) as Cutting[])
    if ((await contentId(content, name)).cid === cid) return true;
  return false;
}
