import { createRequire } from "node:module";
import toolbox from "@nomicfoundation/hardhat-toolbox-viem";
import { defineConfig, overrideTask } from "hardhat/config";

/** One setting for every profile, so that the tests run the very bytes that are deployed. */
const compiler = {
  version: "0.8.37",
  path: createRequire(import.meta.url).resolve("solc/soljson.js"),
  settings: {
    evmVersion: "cancun",
    viaIR: true,
    optimizer: { enabled: true, runs: 20_000 },
    metadata: { bytecodeHash: "none" },
  },
};

export default defineConfig({
  plugins: [toolbox],
  tasks: [
    overrideTask("build")
      .setAction(() => import("./commands/write-abis.ts"))
      .build(),
  ],
  paths: {
    sources: "./contracts",
    tests: { solidity: "./test/contracts", nodejs: "./test/contracts" },
    ignition: "./contracts/ignition",
  },
  solidity: { profiles: { default: compiler, production: compiler }, splitTestsCompilation: true },
});
