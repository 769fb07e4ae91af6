import { sha256 } from "@noble/hashes/sha2.js";
import { hexToBytes } from "@noble/hashes/utils.js";

/**
 * An endless stream of bytes that follows from a seed and a label: SHA-256 of label, seed and a counter, block
 * after block. Another label is another, independent stream.
 */
export class SeedStream {
  readonly #key: Uint8Array;
  #block: Uint8Array = new Uint8Array(0);
  #counter = 0;
  #at = 0;

  constructor(label: string, seed: `0x${string}`) {
    const bytes = hexToBytes(seed.slice(2));
    const name = new TextEncoder().encode(`graphiti ${label}\0`);
    this.#key = new Uint8Array(name.length + bytes.length + 4);
    this.#key.set(name);
    this.#key.set(bytes, name.length);
  }

  byte(): number {
    if (this.#at === this.#block.length) {
      new DataView(this.#key.buffer).setUint32(this.#key.length - 4, this.#counter++);
      this.#block = sha256(this.#key);
      this.#at = 0;
    }
    return this.#block[this.#at++] as number;
  }

  /** 0 … 2^32 − 1 */
  word(): number {
    return ((this.byte() << 24) | (this.byte() << 16) | (this.byte() << 8) | this.byte()) >>> 0;
  }

  /** 0 … limit − 1; `limit` at most 2^16, so that the bias stays below 2^-16. */
  below(limit: number): number {
    return this.word() % limit;
  }

  /** low … high, both included */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** Near a normal distribution of mean 0 and this deviation: eight bytes have mean 1020 and deviation 209. */
  normal(deviation: number): number {
    let sum = -1020;
    for (let at = 0; at < 8; at++) sum += this.byte();
    return Math.trunc((sum * deviation) / 209);
  }
}
