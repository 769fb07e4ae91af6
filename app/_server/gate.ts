import { GraphitiError } from "@graphiti/protocol/errors.ts";

/** Lets a few tasks run at once and a few more wait; the rest are told that the gallery is busy. */
export class Gate {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #limits: { running: number; waiting: number };

  constructor(limits: { running: number; waiting: number }) {
    this.#limits = limits;
  }

  /** How many run at this moment, those included that are about to begin. */
  get running(): number {
    return this.#running;
  }

  /** @throws GALLERY_BUSY when the queue is full */
  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#limits.running) {
      if (this.#waiting.length >= this.#limits.waiting)
        throw new GraphitiError(
          "GALLERY_BUSY",
          "The gallery has as much to do as it can take at this moment.",
          {
            retryable: true,
          },
        );
      // The one that leaves hands its place over, so the count stays as it is.
      await new Promise<void>((enter) => this.#waiting.push(enter));
    } else this.#running += 1;
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
