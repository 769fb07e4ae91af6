/** Prints what is being done, and how long each step took; steps may run side by side. */
export class Steps {
  readonly #began = performance.now();
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void = (line) => process.stdout.write(`${line}\n`)) {
    this.#write = write;
  }

  async run<T>(title: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    this.#write(`  … ${title}`);
    const result = await work();
    this.#write(`  ✓ ${title} (${seconds(performance.now() - began)})`);
    return result;
  }

  say(line: string): void {
    this.#write(line);
  }

  /** Time since the first step, for people. */
  elapsed(): string {
    return seconds(performance.now() - this.#began);
  }
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
