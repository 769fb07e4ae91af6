import { spawn } from "node:child_process";
import { childEnv } from "@graphiti/protocol/env.ts";
import { privateKeyToAddress } from "viem/accounts";
import { curatorKey, networkHome, networkPortBase } from "./running-network.ts";

const readyLine = /^Graphiti is ready: (http:\/\/127\.0\.0\.1:\d+)$/m;

/** Brings the whole network up with the command that everybody uses, and takes it down afterwards. */
export default async function startNetwork(): Promise<() => Promise<void>> {
  const args = [
    "commands/start.ts",
    "--fresh",
    "--home",
    networkHome,
    "--port-base",
    String(networkPortBase),
  ];
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], {
    env: childEnv({ GRAPHITI_CHAIN: "local", CURATORS: privateKeyToAddress(curatorKey) }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let said = "";
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        said += chunk.toString("utf8");
        process.stdout.write(chunk);
        if (readyLine.test(said)) resolve();
      });
    ended.then(() => reject(new Error(`npm start ended early:\n${said}`)));
  });
  return async () => {
    child.kill("SIGINT");
    await ended;
  };
}
