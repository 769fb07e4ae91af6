import { Worker } from "node:worker_threads";
import { fail } from "@graphiti/protocol/errors.ts";
import type { Ground } from "./ground.ts";
import type { Verdict } from "./judge.ts";
import type { Mutant } from "./mutants.ts";

type Answer = { verdict?: Verdict; failure?: string };

/** Judges all mutants, as many at a time as there are scratch copies. Verdicts come in the mutants' order. */
export async function judgeAll(
  ground: Ground,
  mutants: Mutant[],
  told: (verdict: Verdict, done: number) => void,
): Promise<Verdict[]> {
  const verdicts = new Map<string, Verdict>();
  let next = 0;
  const work = (folder: string) =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL("worker.ts", import.meta.url), {
        workerData: { folder, viaIR: ground.viaIR },
      });
      worker.on("message", ({ verdict, failure }: Answer) => {
        if (failure !== undefined) {
          reject(new Error(failure));
          return void worker.terminate();
        }
        if (verdict) {
          verdicts.set(verdict.id, verdict);
          told(verdict, verdicts.size);
        }
        worker.postMessage(mutants[next++] ?? "done");
      });
      worker.on("error", reject);
      worker.on("exit", () => resolve());
    });
  try {
    await Promise.all(ground.folders.map(work));
  } catch (thrown) {
    fail("CONTRACTS_BROKEN", (thrown as Error).message, { cause: thrown });
  }
  return mutants.map(({ id }) => verdicts.get(id) ?? fail("INTERNAL", `Mutant ${id} was not judged.`));
}
