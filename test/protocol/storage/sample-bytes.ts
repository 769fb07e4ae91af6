import { createHash } from "node:crypto";

/** Bytes without any pattern, the same for the same seed. */
export function sampleBytes(length: number, seed = "sample"): Uint8Array {
  const bytes = Buffer.alloc(length);
  let block = createHash("sha256").update(seed).digest();
  for (let at = 0; at < length; at += block.length) {
    block = createHash("sha256").update(block).digest();
    block.copy(bytes, at);
  }
  return new Uint8Array(bytes);
}

/** The smallest PNG that a sniffer knows, padded to a length. */
export function samplePng(length = 64): Uint8Array {
  const bytes = sampleBytes(length, "png");
  bytes.set(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
  return bytes;
}

export const kibibyte = 1024;
export const mebibyte = 1024 * kibibyte;
