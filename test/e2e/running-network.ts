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

/** Sends a signal to the process groups of all nodes, as the supervisor wrote them down. */
export function signalNodes(signal: NodeJS.Signals): void {
  const parts: { name: string; pid: number }[] = JSON.parse(
    readFileSync(join(networkHome, "pids.json"), "utf8"),
  );
  const nodes = parts.filter(({ name }) => name.startsWith("node-"));
  if (nodes.length === 0) throw new Error("the network has no nodes");
  for (const { pid } of nodes) process.kill(-pid, signal);
}
