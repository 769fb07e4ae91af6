import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createPublicClient, createTestClient, http, keccak256, publicActions, toHex } from "viem";
import { runningStack, type StackFile } from "../../commands/start/stack-file.ts";

/** Where the end-to-end test keeps its own network; begun anew by every run. */
export const networkHome = ".graphiti/e2e";
export const networkPortBase = 4300;

/** Who decides what the tests' gallery shows. */
export const curatorKey = keccak256(toHex("a curator of the tests"));

export const network = (): StackFile => runningStack(networkHome);

export const chainReader = () => createPublicClient({ transport: http(network().urls.rpc), cacheTime: 0 });

/** The local chain with its clock in our hands. */
export const chainClock = () =>
  createTestClient({ mode: "anvil", transport: http(network().urls.rpc) }).extend(publicActions);

/** Sends a signal to the process groups of all parts whose name begins so, as the supervisor wrote them down. */
function signalParts(prefix: string, signal: NodeJS.Signals): void {
  const parts: { name: string; pid: number }[] = JSON.parse(
    readFileSync(join(networkHome, "pids.json"), "utf8"),
  );
  const meant = parts.filter(({ name }) => name.startsWith(prefix));
  if (meant.length === 0) throw new Error(`the network has no part ${prefix}`);
  for (const { pid } of meant) process.kill(-pid, signal);
}

export const signalNodes = (signal: NodeJS.Signals) => signalParts("node-", signal);
export const signalIndexer = (signal: NodeJS.Signals) => signalParts("indexer", signal);
