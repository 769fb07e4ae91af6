import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const binary = createRequire(import.meta.url).resolve("@foundry-rs/anvil-linux-amd64/bin/anvil");

export type Anvil = { url: string; port: number; stop(signal?: NodeJS.Signals): Promise<void> };

/** A chain that mines each transaction at once. The port is a free one unless it is given. */
export async function startAnvil(port = 0): Promise<Anvil> {
  const child = spawn(binary, ["--host", "127.0.0.1", "--port", String(port)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    const listening = /Listening on 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (!listening) continue;
    child.stdout.resume();
    return {
      url: `http://127.0.0.1:${listening}`,
      port: Number(listening),
      async stop(signal = "SIGTERM") {
        child.kill(signal);
        await exited;
      },
    };
  }
  throw new Error(`anvil ended with ${await exited}`);
}
