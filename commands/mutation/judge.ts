import { fail } from "@graphiti/protocol/errors.ts";
import { type AstNode, parse, readSources } from "../solidity/compile.ts";
import { Bench } from "./bench.ts";
import { applied, type Mutant, neutral } from "./mutants.ts";
import { likeliestFirst, runSolidity, runTypescript, typescriptTests } from "./suites.ts";

export type Verdict = {
  id: string;
  /** "same code" and "stillborn" mutants are no mutants: they cannot be told from the original, or do not compile. */
  fate: "killed" | "survived" | "stillborn" | "same code";
  /** The test that noticed. */
  by?: string;
  seconds: number;
};

/** Longer than any honest run by far, yet it ends a mutant that loops. */
const patience = (seconds: number) => seconds * 6 + 30;

/** Judges one mutant after the other on a scratch copy of its own. */
export class Judge {
  readonly #bench: Bench;
  readonly #trees: Map<string, AstNode>;
  readonly #viaIR: boolean;
  readonly #files: string[];
  /** Seconds; until the tests were timed, enough for a machine that has much else to do. */
  #solidity = 900;
  #typescript = 900;

  constructor(folder: string, viaIR: boolean) {
    this.#viaIR = viaIR;
    this.#trees = parse(folder, readSources(folder));
    this.#bench = new Bench(folder, this.#trees, viaIR);
    this.#files = typescriptTests(folder);
  }

  /**
   * Runs all tests on contracts with other code that does the same, and learns how long they take.
   * @throws CONTRACTS_BROKEN if one fails: it would kill every mutant
   */
  async checkTests(): Promise<void> {
    const { folder, sources } = this.#bench;
    const placed = this.#bench.place(neutral(sources, this.#trees));
    if (placed !== "placed") fail("CONTRACTS_BROKEN", `The contracts with one function more are ${placed}.`);
    const began = performance.now();
    const solidity = await runSolidity(folder, this.#viaIR, this.#solidity);
    const between = performance.now();
    const typescript = await runTypescript(folder, this.#files, this.#typescript);
    const failed = solidity.failed ?? typescript.failed;
    if (failed) fail("CONTRACTS_BROKEN", `A test fails although no behaviour was changed: ${failed}`);
    if (!solidity.passed || !typescript.passed) fail("CONTRACTS_BROKEN", "No test was found.");
    this.#solidity = patience((between - began) / 1000);
    this.#typescript = patience((performance.now() - between) / 1000);
    this.#bench.restore();
  }

  async judge(mutant: Mutant): Promise<Verdict> {
    const began = performance.now();
    const end = (fate: Verdict["fate"], by?: string): Verdict => {
      this.#bench.restore();
      const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
      return { id: mutant.id, fate, ...(by && { by }), seconds };
    };
    const { folder, sources } = this.#bench;
    const placed = this.#bench.place(
      new Map([[mutant.file, applied(mutant, sources.get(mutant.file) ?? "")]]),
    );
    if (placed !== "placed") return end(placed);
    const solidity = await runSolidity(folder, this.#viaIR, this.#solidity);
    if (solidity.failed) return end("killed", solidity.failed);
    const files = likeliestFirst(folder, this.#files, mutant.within);
    const typescript = await runTypescript(folder, files, this.#typescript);
    return typescript.failed ? end("killed", typescript.failed) : end("survived");
  }
}
