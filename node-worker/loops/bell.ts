/** Wakes a loop that waits. What is rung while the loop works wakes it from its next wait at once. */
export class Bell {
  #isRung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /** Until the bell is rung, `waitMs` at most. @throws the signal's reason */
  async wait(waitMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.#isRung) await this.#rungOr(waitMs, signal);
    this.#isRung = false;
    signal.throwIfAborted();
  }

  async #rungOr(waitMs: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, waitMs);
    this.#wake = resolve;
    signal.addEventListener("abort", resolve as () => void);
    await promise;
    signal.removeEventListener("abort", resolve as () => void);
    this.#wake = undefined;
    clearTimeout(timer);
  }
}
