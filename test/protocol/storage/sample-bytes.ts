import { createCipheriv, createHash } from "node:crypto";

/** Bytes without any pattern, the same for the same seed. */
export function sampleBytes(length: number, seed = "sample"): Uint8Array {
  const key = createHash("sha256").update(seed).digest();
  return new Uint8Array(createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(length)));
}

/** The smallest PNG that a sniffer knows, padded to a length. */
export function samplePng(length = 64): Uint8Array {
  const bytes = sampleBytes(length, "png");
  bytes.set(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
  return bytes;
}

export const kibibyte = 1024;
export const mebibyte = 1024 * kibibyte;
