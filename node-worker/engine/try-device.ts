import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { recipeOf } from "@graphiti/models/catalogue.ts";
import { childEnv } from "@graphiti/protocol/env.ts";
import { defaultService } from "@graphiti/protocol/services.ts";
import { requireConformance } from "./conformance.ts";
import type { Device } from "./device-names.ts";
import { shortTrouble } from "./device-trouble.ts";
import { programOf } from "./program.ts";
import { SessionPool } from "./session-pool.ts";

const patienceMs = 120_000;

/**
 * Whether a device computes a service exactly, found out in a process of its own: a driver can take its process down.
 * @returns why not; undefined where all is well
 */
export function troubleWith(
  device: Device,
  service = defaultService,
  env = childEnv({}),
): Promise<string | undefined> {
  const child = fork(fileURLToPath(import.meta.url), [device, service], {
    env,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    timeout: patienceMs,
    killSignal: "SIGKILL",
  });
  let said: string | undefined;
  child.on("message", (message) => {
    said = String(message);
  });
  return new Promise((resolve) => {
    child.once("error", ({ message }) => resolve(message));
    child.once("close", (code, signal) => {
      if (code === 0) return resolve(undefined);
      resolve(said ? shortTrouble(said) : `the process that tried it ended with ${signal ?? code}`);
    });
  });
}

async function tryIn(device: Device, service: string): Promise<void> {
  const recipe = recipeOf(service);
  const pool = await SessionPool.open(await programOf(recipe, device), 1);
  await requireConformance(pool, recipe);
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , device, service] = process.argv as [string, string, Device, string];
  try {
    await tryIn(device, service);
    process.exit(0);
  } catch (error) {
    const { message, cause } = error as Error;
    process.send(
      [message, cause instanceof Error ? cause.message : []].flat().join(" "),
      undefined,
      undefined,
      () => process.exit(1),
    );
  }
}
