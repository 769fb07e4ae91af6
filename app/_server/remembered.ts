/**
 * Answers that never change, made once each: whoever asks while one is being made waits for the same one. What
 * failed is forgotten, and beyond `most` the one that was asked for longest ago goes.
 */
export class Remembered<Value> {
  readonly #known = new Map<string, Promise<Value>>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.#known.get(key);
    const value = known ?? make();
    this.#known.delete(key);
    this.#known.set(key, value);
    if (known) return known;
    value.catch(() => {
      if (this.#known.get(key) === value) this.#known.delete(key);
    });
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.#most && oldest !== undefined) this.#known.delete(oldest);
    return value;
  }
}
