#!/usr/bin/env node
// The compiler of package solc under the command line that forge expects of a native one, so that nothing is
// fetched and both test runners compile with the same compiler.
import { readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Pipes take a part at a time, and may be full for a moment. */
function writeWhole(text) {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

const args = process.argv.slice(2);
if (args.includes("--version")) {
  // Without loading the compiler: forge asks on every run. It refuses to know a build for no platform.
  const { version } = require("solc/package.json");
  writeWhole(`solc, the solidity compiler commandline interface\nVersion: ${version}+commit.0.Linux.g++\n`);
} else if (args.includes("--standard-json")) {
  const input = JSON.parse(readFileSync(0, "utf8"));
  // foundry.toml cannot say how little is to be optimised; scratch copies want code that is made fast.
  const optimizer = process.env.GRAPHITI_SOLC_OPTIMIZER;
  if (optimizer && input.settings.viaIR) input.settings.optimizer = JSON.parse(optimizer);
  writeWhole(require("solc").compile(JSON.stringify(input)));
} else {
  console.error(`solc.mjs knows --version and --standard-json, not: ${args.join(" ")}`);
  process.exitCode = 1;
}
