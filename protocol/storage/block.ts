import { createHash } from "node:crypto";
import { CID } from "multiformats/cid";
import * as Digest from "multiformats/hashes/digest";
import { fail } from "../errors.ts";

export const rawCodec = 0x55;
export const dagPbCodec = 0x70;
const sha256Code = 0x12;

/** No block that IPFS exchanges is larger; a longer one is refused before it is read. Bytes. */
export const maxBlockBytes = 2 * 1024 * 1024;

/** A content id's text in one form, so that CIDv0 and CIDv1 of the same block compare equal. */
export function canonicalCid(cid: CID): string {
  return cid.toV1().toString();
}

/** Content id of one block. */
export function cidOfBlock(codec: number, bytes: Uint8Array): CID {
  return CID.createV1(codec, Digest.create(sha256Code, createHash("sha256").update(bytes).digest()));
}

/** Refuses ids that are not SHA-256 over a raw or dag-pb block: nothing else occurs in a file. */
export function checkBlockId(cid: CID): void {
  if (cid.multihash.code !== sha256Code || cid.multihash.digest.length !== 32)
    fail("STORE_REFUSED", `Block ${cid} is not named by a SHA-256 hash.`);
  if (cid.code !== rawCodec && cid.code !== dagPbCodec)
    fail("STORE_REFUSED", `Block ${cid} is neither raw bytes nor a file node.`);
}

/** @throws STORE_BYTES_MISMATCH unless the bytes hash to the content id */
export function checkBlock(cid: CID, bytes: Uint8Array): void {
  checkBlockId(cid);
  const digest = createHash("sha256").update(bytes).digest();
  if (!digest.equals(cid.multihash.digest))
    fail("STORE_BYTES_MISMATCH", `The bytes received for ${cid} are not the ones it names.`);
}
