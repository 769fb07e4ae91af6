import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const entry = fileURLToPath(new URL("../../../node-worker/phaestus.ts", import.meta.url));

/** Runs the `phaestus` command to its end. */
export async function phaestus(env: NodeJS.ProcessEnv, ...args: string[]) {
  const running = startPhaestus(env, ...args);
  const code = await running.ended;
  return { code, output: running.output() };
}

/** Starts the `phaestus` command. */
export function startPhaestus(env: NodeJS.ProcessEnv, ...args: string[]) {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", entry, ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const watchers = new Set<() => void>();
  const take = (chunk: Buffer) => {
    text += chunk;
    for (const watch of watchers) watch();
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  const ended = once(child, "exit").then(([code, signal]) => (signal ?? code) as number | string);
  return {
    pid: child.pid,
    output: () => text,
    ended,
    /** Resolves when the output holds `words`; rejects when the process ends before. */
    async says(words: string): Promise<void> {
      const heard = new Promise<void>((resolve) => {
        const watch = () => {
          if (text.includes(words)) resolve();
        };
        watchers.add(watch);
        watch();
      });
      const early = ended.then((code) => {
        if (!text.includes(words)) throw new Error(`ended with ${code} before saying "${words}":\n${text}`);
      });
      await Promise.race([heard, early]);
    },
    kill: (signal: NodeJS.Signals = "SIGKILL") => {
      child.kill(signal);
      return ended;
    },
  };
}
