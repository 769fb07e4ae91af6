import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { childEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";

const native = "@foundry-rs/forge-linux-amd64/bin/forge";

/** What a program said and how it ended; `timedOut` if it was stopped for taking too long. */
export type Ended = { code: number | null; output: string; timedOut: boolean };

/** Whether npm has a forge for this platform. */
export function hasForge(): boolean {
  try {
    return existsSync(createRequire(import.meta.url).resolve(native));
  } catch {
    return false;
  }
}

/**
 * Path of forge's native program. Not that of forge's wrapper package, which ends with 0 when tests fail.
 * @throws TOOL_MISSING where npm has no build for this platform
 */
export function forgePath(): string {
  if (!hasForge()) fail("TOOL_MISSING", "forge is not installed: its package is made for Linux on x64 only.");
  return createRequire(import.meta.url).resolve(native);
}

/** Runs a program to its end, or for so many seconds. */
export function runProgram(
  program: string,
  args: string[],
  options: { cwd: string; env?: Record<string, string>; seconds?: number; echo?: boolean },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: childEnv(options.env ?? {}),
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that a late one is ended with all that it has started.
      detached: true,
    });
    const said: Buffer[] = [];
    let timedOut = false;
    const timer =
      options.seconds === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
          }, options.seconds * 1000);
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        said.push(chunk);
        if (options.echo) process.stderr.write(chunk);
      });
    const stop = () => child.pid !== undefined && process.kill(-child.pid, "SIGKILL");
    process.once("exit", stop);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      process.off("exit", stop);
      resolve({ code, output: Buffer.concat(said).toString("utf8"), timedOut });
    });
  });
}
