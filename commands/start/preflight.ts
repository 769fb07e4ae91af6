import { mkdirSync, statfsSync } from "node:fs";
import { createServer } from "node:net";
import { fail } from "@graphiti/protocol/errors.ts";
import { readStackFile } from "./stack-file.ts";

const neededFreeBytes = 1024 ** 3;

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * Makes the folder of the network, unless one runs from it.
 * @throws STACK_RUNNING, BAD_INPUT
 */
export function takeHome(home: string): void {
  const running = readStackFile(home);
  if (running)
    fail("STACK_RUNNING", `Graphiti is already running: ${running.urls.gallery} (process ${running.pid}).`);
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
  } catch (cause) {
    fail("BAD_INPUT", `${home} cannot be created: ${cause instanceof Error ? cause.message : cause}.`, {
      cause,
      nextStep: "Choose another folder with --home.",
    });
  }
}

/**
 * Finds what would stop a start before anything is started.
 * @throws PORT_BUSY, DISK_FULL with one sentence each
 */
export async function preflight(home: string, ports: Record<string, number>): Promise<void> {
  const { bavail, bsize } = statfsSync(home);
  if (bavail * bsize < neededFreeBytes)
    fail("DISK_FULL", `Only ${Math.floor((bavail * bsize) / 1e6)} MB are free on the disk; 1 GB is needed.`);
  for (const [name, port] of Object.entries(ports)) {
    if (!(await isFree(port)))
      fail("PORT_BUSY", `Port ${port} (${name}) is in use by another program.`, {
        nextStep: "Stop that program, or choose other ports: npm start -- --port-base 4000",
      });
  }
}
