import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createTestClient, http, type PublicClient, publicActions, walletActions } from "viem";
import { foundry } from "viem/chains";

const binary = fileURLToPath(new URL("../../../node_modules/.bin/anvil", import.meta.url));

/** The base fee of Arbitrum on a quiet day. */
const arbitrumFloorWei = "10000000";

export type Anvil = Awaited<ReturnType<typeof startAnvil>>;

/** A dev chain on a free port that mines each transaction at once, or every `blockSeconds`. */
export async function startAnvil({ blockSeconds = 0 } = {}) {
  const timing = blockSeconds > 0 ? ["--block-time", String(blockSeconds)] : [];
  const child = spawn(binary, ["--port", "0", "--block-base-fee-per-gas", arbitrumFloorWei, ...timing], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      const match = /Listening on 127\.0\.0\.1:(\d+)/.exec(text);
      if (match?.[1]) resolve(match[1]);
    });
    child.once("exit", (code) => reject(new Error(`anvil ended with ${code}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  const client = createTestClient({
    chain: foundry,
    mode: "anvil",
    transport: http(url, { retryCount: 0 }),
    pollingInterval: 20,
    cacheTime: 0,
  })
    .extend(publicActions)
    .extend(walletActions);
  return {
    url,
    client,
    reader: client as unknown as PublicClient,
    stop: () =>
      new Promise<void>((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}
