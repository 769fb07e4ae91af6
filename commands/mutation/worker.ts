import { parentPort, workerData } from "node:worker_threads";
import { asGraphitiError } from "@graphiti/protocol/errors.ts";
import { Judge } from "./judge.ts";
import type { Mutant } from "./mutants.ts";

/** Asks for a mutant, answers with its verdict, and so on: compiling keeps a thread busy. */
const { folder, viaIR } = workerData as { folder: string; viaIR: boolean };
const port = parentPort;
if (!port) throw new Error("worker.ts runs in a worker thread");

try {
  const judge = new Judge(folder, viaIR);
  await judge.checkTests();
  port.on("message", async (mutant: Mutant | "done") => {
    if (mutant === "done") return port.close();
    try {
      port.postMessage({ verdict: await judge.judge(mutant) });
    } catch (thrown) {
      port.postMessage({ failure: asGraphitiError(thrown).message });
    }
  });
  port.postMessage({});
} catch (thrown) {
  port.postMessage({ failure: asGraphitiError(thrown).message });
}
