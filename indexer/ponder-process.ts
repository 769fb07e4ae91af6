import { fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { deploymentFile } from "@graphiti/protocol/deployment.ts";
import { childEnv, type Env } from "@graphiti/protocol/env.ts";
import { indexerHome } from "./database.ts";

const stopPatienceMs = 2_000;

export type PonderProcess = {
  /** Settles when the process is gone. */
  ended: Promise<{ isClean: boolean; lastWords: string }>;
  /** Asks it to end, and insists after two seconds. */
  stop(): Promise<{ isClean: boolean }>;
};

/** Starts Ponder on this schema and port, on the loopback interface only. */
export function startPonder(
  env: Env,
  schema: string,
  port: number,
  log: (line: string) => void,
): PonderProcess {
  const here = fileURLToPath(new URL(".", import.meta.url));
  const options = ["--schema", schema, "--port", String(port), "--hostname", "127.0.0.1"];
  const child = fork(
    fileURLToPath(new URL("./ponder-child.ts", import.meta.url)),
    ["start", "--root", here, "--log-level", "warn", "--log-format", "json", ...options],
    {
      // Ponder writes its GraphQL schema into the working directory.
      cwd: indexerHome(env),
      env: childEnv({
        GRAPHITI_HOME: resolve(env.GRAPHITI_HOME),
        DEPLOYMENT_FILE: resolve(deploymentFile(env)),
        PORT: String(port),
        PONDER_TELEMETRY_DISABLED: "true",
      }),
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // In a group of its own, for the same reason: signals to ours must not reach it.
      detached: true,
    },
  );

  let lastWords = "";
  let isStopping = false;
  const hear = (line: string) => {
    const { level, text } = readLog(line);
    if (isStopping || text === lastWords || text === "") return;
    if (level >= 50) lastWords = text;
    log(text);
  };
  if (child.stdout) createInterface({ input: child.stdout }).on("line", hear);
  if (child.stderr) createInterface({ input: child.stderr }).on("line", hear);

  let announced: unknown;
  child.once("message", (exitCode) => {
    announced = exitCode;
    child.kill("SIGKILL");
  });
  const ended = once(child, "close").then(([code]) => ({ isClean: (announced ?? code) === 0, lastWords }));
  return {
    ended,
    async stop() {
      isStopping = true;
      // Not SIGTERM: at that one Vite, inside Ponder, ends the process before Ponder has unlocked its tables.
      child.kill("SIGINT");
      const insist = setTimeout(() => child.kill("SIGKILL"), stopPatienceMs);
      const end = await ended;
      clearTimeout(insist);
      return end;
    },
  };
}

function readLog(line: string): { level: number; text: string } {
  try {
    const { level, msg, error } = JSON.parse(line);
    const text = [msg, error?.message].filter(Boolean).join(": ");
    // The lines after the first are stacks, requests and versions.
    return { level: Number(level), text: text.split("\n")[0] ?? "" };
  } catch {
    return { level: 50, text: line.trim() };
  }
}
