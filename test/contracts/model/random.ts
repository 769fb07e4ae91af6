import { randomFrom } from "../../../commands/seeded-random.ts";

/** Throws of all kinds; the same seed gives the same throws on every machine. */
export class Random {
  private readonly throwOne: () => number;

  constructor(seed: number) {
    this.throwOne = randomFrom(seed);
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.throwOne() * (high - low + 1));
  }

  chance(percent: number): boolean {
    return this.throwOne() < percent / 100;
  }

  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new Error("nothing to pick from");
    return from[this.between(0, from.length - 1)] as T;
  }

  /** One of the entries, each as likely as its weight says. */
  weighted<T>(entries: readonly (readonly [number, T])[]): T {
    let left = this.between(
      1,
      entries.reduce((sum, [weight]) => sum + weight, 0),
    );
    for (const [weight, entry] of entries) {
      left -= weight;
      if (left <= 0) return entry;
    }
    throw new Error("weights do not add up");
  }

  shuffled<T>(from: readonly T[]): T[] {
    const deck = [...from];
    for (let i = deck.length - 1; i > 0; i--) {
      const j = this.between(0, i);
      [deck[i], deck[j]] = [deck[j] as T, deck[i] as T];
    }
    return deck;
  }

  hex(bytes: number): `0x${string}` {
    let text = "";
    while (text.length < bytes * 2)
      text += Math.floor(this.throwOne() * 2 ** 32)
        .toString(16)
        .padStart(8, "0");
    return `0x${text.slice(0, bytes * 2)}`;
  }

  /** Wei up to `most`, small and large ones alike. */
  wei(most: bigint): bigint {
    const size = this.between(1, most.toString(2).length);
    const wei = BigInt(this.hex(16)) & ((1n << BigInt(size)) - 1n);
    return wei > most ? most : wei;
  }
}
