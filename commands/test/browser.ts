import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";

const known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Path of a browser for the end-to-end test; Debian's chromium is installed where there is none. */
export function ensureBrowser(): string {
  const configured = readEnv().CHROMIUM_PATH;
  const found = [...(configured ? [configured] : []), ...known].find((path) => existsSync(path));
  if (found) return found;
  console.log("Installing Debian's chromium …");
  const prefix = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  for (const args of [
    ["update"],
    ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-color-emoji"],
  ]) {
    const [program, ...rest] = [...prefix, "apt-get", ...args] as [string, ...string[]];
    spawnSync(program, rest, { stdio: ["ignore", "ignore", "inherit"] });
  }
  return (
    known.find((path) => existsSync(path)) ??
    fail(
      "TOOL_MISSING",
      "The end-to-end test needs a browser. Install chromium, or name one in CHROMIUM_PATH.",
    )
  );
}
