import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { childEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { createPublicClient, http } from "viem";
import type { Steps } from "./steps.ts";
import type { Supervisor } from "./supervisor.ts";

const require = createRequire(import.meta.url);
const saveSeconds = 10;
/** So far back the state can be asked for. Nobody here asks for an older one, and each block's is as large as the newest. */
const keptSeconds = 64;

function anvilBinary(): string | undefined {
  const name = process.arch === "arm64" ? "anvil-linux-arm64" : "anvil-linux-amd64";
  try {
    const binary = require.resolve(`@foundry-rs/${name}/bin/anvil`);
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

/** A power cut while the chain writes its state leaves a part of it. @throws STACK_FAILED */
export function requireWholeState(path: string): void {
  if (!existsSync(path)) return;
  try {
    JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    fail("STACK_FAILED", "The state of the local chain was cut off while it was written.", {
      cause,
      nextStep: "Begin anew with npm start -- --fresh: what was minted on the local network is lost.",
    });
  }
}

/** Starts the local chain, its state kept in `home/chain`. */
export async function startChain(
  supervisor: Supervisor,
  steps: Steps,
  home: string,
  { port, blockSeconds }: { port: number; blockSeconds: number },
): Promise<string> {
  const rpcUrl = `http://127.0.0.1:${port}`;
  const binary = anvilBinary();
  if (binary) {
    mkdirSync(join(home, "chain"), { recursive: true });
    const stateFile = join(home, "chain", "state.json");
    requireWholeState(stateFile);
    const state = ["--state", stateFile, "--state-interval", String(saveSeconds)];
    const args = [
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      "--block-time",
      String(blockSeconds),
      "--accounts",
      "20",
      "--quiet",
    ];
    supervisor.start({
      name: "chain",
      program: binary,
      args: [...args, ...state, "--prune-history", String(Math.ceil(keptSeconds / blockSeconds))],
      env: childEnv({}),
      revive: false,
    });
  } else {
    steps.say("    anvil has no binary for this computer: Hardhat's chain is used, which keeps no state.");
    supervisor.start({
      name: "chain",
      program: "hardhat",
      args: ["node", "--hostname", "127.0.0.1", "--port", String(port)],
      env: childEnv({}),
      revive: false,
    });
  }
  const client = createPublicClient({ transport: http(rpcUrl, { retryCount: 0 }) });
  await supervisor.ready("chain", async () => (await client.getChainId()) > 0, 60);
  return rpcUrl;
}
