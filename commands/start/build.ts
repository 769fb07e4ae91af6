import { spawn } from "node:child_process";
import { childEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { buildOnce } from "./source-stamp.ts";

/** Programs that run for a moment; a stop ends them too. */
const running = new Set<ReturnType<typeof spawn>>();

export function stopBuilds(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** Runs a program to its end and keeps what it says for the error. */
export function runToEnd(title: string, program: string, args: string[], env = childEnv({})): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk));
    child.on("error", reject);
    child.on("exit", (code) => {
      running.delete(child);
      if (code === 0) return resolve();
      const text = Buffer.concat(said).toString("utf8").trim().slice(-3000);
      try {
        fail("STACK_FAILED", `${title} failed:\n${text}`);
      } catch (error) {
        reject(error);
      }
    });
  });
}

const contractSources = ["contracts/**/*.{sol,ts}", "hardhat.config.ts", "package-lock.json"];
const gallerySources = [
  "app/**/*",
  "public/**/*",
  "protocol/**/*.{ts,json}",
  "models/**/*.{ts,json}",
  "indexer/ponder.schema.ts",
  "docs/errors.md",
  "next.config.ts",
  "proxy.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

export function buildContracts(): Promise<void> {
  return buildOnce("artifacts/.graphiti-stamp", contractSources, () =>
    runToEnd("Compiling the contracts", "hardhat", ["build", "--no-tests"]),
  );
}

/** Next's prerendering of its own error page has been seen to fail once in many builds; a second try tells. */
export function buildGallery(): Promise<void> {
  const env = childEnv({ NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" });
  const build = () => runToEnd("Building the gallery", "next", ["build"], env);
  return buildOnce(".next/.graphiti-stamp", gallerySources, () => build().catch(build));
}
