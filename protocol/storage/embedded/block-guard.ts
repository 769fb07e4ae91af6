/**
 * Keeps the garbage collection away from blocks that a running upload has written, or has found already here and
 * relies on, before its pin exists. Releases wait until a running collection is over, because that collection
 * may have looked at the pins before the upload's pin was there.
 */
export class BlockGuard {
  readonly #holders = new Map<string, number>();
  #collections = 0;
  #waiting: string[] = [];

  /** Runs work that protects blocks, named by their keys; they are released when it ends. */
  async during<Result>(work: (protect: (key: string) => void) => Promise<Result>): Promise<Result> {
    const held: string[] = [];
    try {
      return await work((key) => {
        held.push(key);
        this.#holders.set(key, (this.#holders.get(key) ?? 0) + 1);
      });
    } finally {
      if (this.#collections > 0) this.#waiting.push(...held);
      else this.#release(held);
    }
  }

  isProtected(key: string): boolean {
    return this.#holders.has(key);
  }

  async whileReleasesWait<Result>(collection: () => Promise<Result>): Promise<Result> {
    this.#collections += 1;
    try {
      return await collection();
    } finally {
      this.#collections -= 1;
      if (this.#collections === 0) this.#release(this.#waiting.splice(0));
    }
  }

  #release(keys: string[]): void {
    for (const key of keys) {
      const holders = (this.#holders.get(key) ?? 1) - 1;
      if (holders === 0) this.#holders.delete(key);
      else this.#holders.set(key, holders);
    }
  }
}
