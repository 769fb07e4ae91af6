import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import { fail } from "@graphiti/protocol/errors.ts";

/** What other commands need to know of a running stack: `.graphiti/stack.json`. */
export type StackFile = {
  urls: { gallery: string; rpc: string; gateway: string; indexer: string };
  chainId: number;
  addresses: Deployment["addresses"];
  pid: number;
  deploymentFile: string;
  storeTokenFile: string;
};

const pathOf = (home: string) => join(home, "stack.json");

export function writeStackFile(home: string, stack: StackFile): void {
  const path = pathOf(home);
  writeFileSync(`${path}.new`, `${JSON.stringify(stack, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

export function removeStackFile(home: string): void {
  rmSync(pathOf(home), { force: true });
}

/** Whether the process is alive and, where the system tells, really an `npm start`. */
function isStart(pid: number): boolean {
  process.kill(pid, 0);
  if (!existsSync("/proc/self/cmdline")) return true;
  return /commands\/start\.ts/.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"));
}

/** The running stack, or undefined when there is none; a file left by a killed process counts as none. */
export function readStackFile(home: string): StackFile | undefined {
  try {
    const stack: StackFile = JSON.parse(readFileSync(pathOf(home), "utf8"));
    return isStart(stack.pid) ? stack : undefined;
  } catch {
    return undefined;
  }
}

/** @throws STACK_NOT_RUNNING */
export function runningStack(home: string): StackFile {
  return readStackFile(home) ?? fail("STACK_NOT_RUNNING", `No local network is running from ${home}.`);
}
