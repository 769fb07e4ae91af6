import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";

/** A store in memory for small files, where every content is one block. */
export function memoryStore(): Store & { pinned: Set<string>; loseAll: () => void } {
  const files = new Map<string, Uint8Array>();
  const pinned = new Set<string>();
  const find = (cid: string) => {
    const bytes = files.get(cid);
    if (!bytes) throw new GraphitiError("STORE_NOT_FOUND", `${cid} is not here.`, { retryable: true });
    return bytes;
  };
  return {
    pinned,
    loseAll: () => files.clear(),
    async put(content) {
      const bytes = content instanceof Uint8Array ? content : readFileSync(content.path);
      const cid = rawCid(sha256(bytes));
      files.set(cid, bytes);
      return { cid, bytes: bytes.length };
    },
    async get(cid, { maxBytes }) {
      const bytes = find(cid);
      if (bytes.length > maxBytes) throw new GraphitiError("STORE_TOO_LARGE", "too large");
      return bytes;
    },
    async download(cid, path, options) {
      const bytes = await this.get(cid, options);
      await writeFile(path, bytes);
      return { cid, bytes: bytes.length };
    },
    has: async (cid) => files.has(cid),
    async pin(cid) {
      find(cid);
      pinned.add(cid);
    },
    async unpin(cid) {
      pinned.delete(cid);
    },
    createUpload: () => Promise.reject(new Error("nobody uploads here")),
    url: (cid) => `memory:${cid}`,
  };
}
