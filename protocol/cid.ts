import { CID } from "multiformats/cid";
import * as Digest from "multiformats/hashes/digest";
import type { Hex } from "viem";
import { bytesToHex, hexToBytes } from "viem";
import { fail } from "./errors.ts";

const rawCodec = 0x55;
const sha256Code = 0x12;

/** Content id of a single block: CIDv1, raw, SHA-256, base32. Twin of `CidText.sol`. */
export function rawCid(digest: Hex): string {
  return CID.createV1(rawCodec, Digest.create(sha256Code, hexToBytes(digest))).toString();
}

/**
 * Parses a content id and refuses every hash but SHA-256.
 * @throws CID_INVALID
 */
export function parseCid(cid: string): CID {
  let parsed: CID;
  try {
    parsed = CID.parse(cid);
  } catch (cause) {
    fail("CID_INVALID", `"${cid.slice(0, 80)}" is not a content id.`, { cause });
  }
  if (parsed.multihash.code !== sha256Code || parsed.multihash.digest.length !== 32)
    fail("CID_INVALID", `"${cid.slice(0, 80)}" does not use SHA-256.`);
  return parsed;
}

/** The SHA-256 digest in a raw content id; throws CID_INVALID for any other codec. */
export function digestOfRawCid(cid: string): Hex {
  const parsed = parseCid(cid);
  if (parsed.code !== rawCodec) fail("CID_INVALID", `"${cid}" is not the content id of a single raw block.`);
  return bytesToHex(parsed.multihash.digest);
}

export const ipfsUrl = (cid: string): string => `ipfs://${cid}`;

/** The content id in `ipfs://<cid>`; anything else, paths included, is CID_INVALID. */
export function parseIpfsUrl(url: string): string {
  const match = /^ipfs:\/\/([A-Za-z0-9]{46,100})$/.exec(url);
  if (!match?.[1]) fail("CID_INVALID", `"${url.slice(0, 120)}" is not of the form ipfs://<content id>.`);
  return parseCid(match[1]).toString();
}
