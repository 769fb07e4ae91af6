import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fail } from "@graphiti/protocol/errors.ts";
import type { Address, Hex, Log } from "viem";
import { httpBatch, type Rpc, rpcOf } from "./rpc.ts";

const require = createRequire(import.meta.url);
/** Everything begins at this second, so that a seed plays the same on any day. */
export const genesisSeconds = 1_900_000_000;

export type Block = { number: bigint; hash: Hex; timestamp: number };

/** A chain that stands still until it is told to make a block, and can be put back to where it was. */
export type SimulatedChain = {
  rpc: Rpc;
  /** Makes the block of this second out of all that was sent. @returns what a contract said in it */
  mine: (timestamp: number, contract?: Address) => Promise<{ block: Block; logs: Log[] }>;
  keep: () => Promise<void>;
  /** Puts everything back to the last {@link keep}. */
  restore: () => Promise<void>;
  stop: () => Promise<void>;
};

function anvilBinary(): string {
  const name = `anvil-${process.platform}-${process.arch === "arm64" ? "arm64" : "amd64"}`;
  try {
    return require.resolve(`@foundry-rs/${name}/bin/anvil`);
  } catch (cause) {
    fail("TOOL_MISSING", `The simulation needs anvil, and @foundry-rs/${name} is not installed.`, { cause });
  }
}

const options = [
  ...["--port", "0", "--no-mining", "--order", "fifo", "--hardfork", "cancun"],
  ...["--gas-price", "0", "--block-base-fee-per-gas", "0", "--gas-limit", "1000000000"],
  ...["--timestamp", String(genesisSeconds), "--accounts", "1", "--no-request-size-limit"],
];

/** @throws TOOL_MISSING where there is no anvil for this computer */
export async function startChain(): Promise<SimulatedChain> {
  const child = spawn(anvilBinary(), options, { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      if (text.length < 10_000) text += chunk;
      const found = /Listening on 127\.0\.0\.1:(\d+)/.exec(text)?.[1];
      if (found) resolve(found);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`anvil ended with ${code}`)));
  });
  const batch = httpBatch(`http://127.0.0.1:${port}`);
  const rpc = rpcOf(batch);
  let snapshot: unknown;
  const keep = async () => {
    snapshot = await rpc("evm_snapshot");
  };
  return {
    rpc,
    keep,
    mine: async (timestamp, contract) => {
      await rpc("evm_mine", [timestamp]);
      const [found, logs] = await batch([
        ["eth_getBlockByNumber", ["latest", false]],
        ["eth_getLogs", [{ fromBlock: "latest", toBlock: "latest", ...(contract && { address: contract }) }]],
      ]);
      const { number, hash, timestamp: time } = found as Record<"number" | "hash" | "timestamp", Hex>;
      return { block: { number: BigInt(number), hash, timestamp: Number(time) }, logs: logs as Log[] };
    },
    restore: async () => {
      await rpc("evm_revert", [snapshot]);
      await keep();
    },
    stop: () =>
      new Promise<void>((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}
