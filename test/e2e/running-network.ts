import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createPublicClient, createTestClient, http, publicActions } from "viem";
import { runningStack, type StackFile } from "../../commands/start/stack-file.ts";

/** Where the end-to-end test keeps its own network; begun anew by every run. */
export const networkHome = ".graphiti/e2e";
export const networkPortBase = 4300;

export const network = (): StackFile => runningStack(networkHome);

export const chainReader = () => createPublicClient({ transport: http(network().urls.rpc), cacheTime: 0 });

/** The local chain with its clock in our hands. */
export const chainClock = () =>
  createTestClient({ mode: "anvil", transport: http(network().urls.rpc) }).extend(publicActions);

/** Process group of one part of the network, as the supervisor wrote it down. */
export function processOf(name: string): number {
  const parts: { name: string; pid: number }[] = JSON.parse(
    readFileSync(join(networkHome, "pids.json"), "utf8"),
  );
  const part = parts.find((entry) => entry.name === name);
  if (!part) throw new Error(`no part of the network is called ${name}`);
  return part.pid;
}
