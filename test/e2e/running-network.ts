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

/** The processes that the supervisor started for the parts whose name begins so, as it wrote them down. */
function partsOf(prefix: string): number[] {
  const parts: { name: string; pid: number }[] = JSON.parse(
    readFileSync(join(networkHome, "pids.json"), "utf8"),
  );
  const meant = parts.filter(({ name }) => name.startsWith(prefix));
  if (meant.length === 0) throw new Error(`the network has no part ${prefix}`);
  return meant.map(({ pid }) => pid);
}

/** Sends a signal to the process groups of all nodes. */
export function signalNodes(signal: NodeJS.Signals): void {
  for (const pid of partsOf("node-")) process.kill(-pid, signal);
}

/** Sends a signal to the process that answers for the index: it is in a group of its own. */
export function signalIndexer(signal: NodeJS.Signals): void {
  for (const pid of partsOf("indexer")) {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").match(/\d+/g);
    if (!children) throw new Error("nobody answers for the index");
    for (const child of children) process.kill(-Number(child), signal);
  }
}
