import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { childEnv, readEnv } from "@graphiti/protocol/env.ts";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";
import { readStackFile } from "./start/stack-file.ts";

const help = `npm run assemble -- --job N [options]

For the artist of a job of several lots that are all final and that nobody joins: fetches the tiles, checks them,
joins and stores the picture, and prints a link to the gallery, where the wallet that posted the job hands it in.
Uses the running local network; without one, the settings of the environment. Needs no key.

  --json        print what is to be handed in as JSON
  --home DIR    the local network's folder (default .graphiti)
  --help        this text`;

function optionsIn(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({ args, options: { job: text, home: text, json: flag, help: flag } }).values;
  } catch (cause) {
    fail("BAD_INPUT", cause instanceof Error ? cause.message : "Unknown option.", {
      cause,
      nextStep: "See npm run assemble -- --help.",
    });
  }
}

/** Where the running local network is; nothing where there is none. */
function localSettings(home: string): Record<string, string> {
  const stack = readStackFile(home);
  if (!stack) return {};
  return {
    GRAPHITI_CHAIN: "local",
    GRAPHITI_HOME: home,
    RPC_URL: stack.urls.rpc,
    DEPLOYMENT_FILE: stack.deploymentFile,
    STORAGE: "embedded",
    GATEWAY_URL: stack.urls.gateway,
    EMBEDDED_STORE_TOKEN: readFileSync(stack.storeTokenFile, "utf8").trim(),
    GALLERY_URL: stack.urls.gallery,
  };
}

async function main(): Promise<number> {
  const { job, json, home = readEnv().GRAPHITI_HOME, help: asked } = optionsIn(process.argv.slice(2));
  if (asked) {
    console.log(help);
    return 0;
  }
  if (job === undefined) fail("BAD_INPUT", "Name the job: npm run assemble -- --job 7");
  const command = ["node-worker/phaestus.ts", "assemble", "--job", job, ...(json ? ["--json"] : [])];
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...command], {
    stdio: "inherit",
    env: childEnv(localSettings(home)),
  });
  const [code] = await once(child, "exit");
  return code ?? 1;
}

try {
  process.exitCode = await main();
} catch (thrown) {
  const error = asGraphitiError(thrown);
  console.error(`${error.message} ${error.nextStep}`);
  process.exitCode = error.code === "BAD_INPUT" ? 2 : 1;
}
