import { decode } from "@ipld/dag-pb";
import { UnixFS } from "ipfs-unixfs";
import type { CID } from "multiformats/cid";
import { fail } from "../errors.ts";
import { checkBlockId, rawCodec } from "./block.ts";

/**
 * One node of a file's tree: its own bytes, then those of its children in order.
 * `size` (bytes) is what the node claims for itself and everything below; readers check that claim.
 */
export type FileNode = { size: number; data: Uint8Array; children: { cid: CID; size: number }[] };

/**
 * Decodes a verified block of a file.
 * @throws STORE_REFUSED for anything but a well-formed file node; STORE_TOO_LARGE for impossible sizes
 */
export function decodeFileNode(cid: CID, bytes: Uint8Array): FileNode {
  checkBlockId(cid);
  if (cid.code === rawCodec) return { size: bytes.length, data: bytes, children: [] };
  const { links, entry } = decodeEntry(cid, bytes);
  if (entry.type !== "file" && entry.type !== "raw") fail("STORE_REFUSED", `${cid} is not a file.`);
  if (entry.blockSizes.length !== links.length)
    fail("STORE_REFUSED", `${cid} does not say how large its parts are.`);
  const size = entry.fileSize();
  if (size > Number.MAX_SAFE_INTEGER) fail("STORE_TOO_LARGE", `${cid} claims ${size} bytes.`);
  const children = links.map(({ Hash }, index) => ({ cid: Hash, size: Number(entry.blockSizes[index]) }));
  return { size: Number(size), data: entry.data ?? new Uint8Array(), children };
}

function decodeEntry(cid: CID, bytes: Uint8Array) {
  try {
    const node = decode(bytes);
    if (node.Data === undefined) throw new Error("no data");
    return { links: node.Links, entry: UnixFS.unmarshal(node.Data) };
  } catch (cause) {
    fail("STORE_REFUSED", `${cid} is not a file.`, { cause });
  }
}
