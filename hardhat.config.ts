import { globSync } from "node:fs";
import { createRequire } from "node:module";
import toolbox from "@nomicfoundation/hardhat-toolbox-viem";
import { configVariable, defineConfig, overrideTask } from "hardhat/config";

/** One setting for every profile, so that the tests run the very bytes that are deployed. */
const compiler = {
  version: "0.8.37",
  path: createRequire(import.meta.url).resolve("solc/soljson.js"),
  settings: {
    evmVersion: "cancun",
    viaIR: true,
    optimizer: { enabled: true, runs: 1_000 },
    metadata: { bytecodeHash: "none" },
  },
};

/** Solidity tests run the contracts' artifacts; they themselves need to be compiled fast, not to be fast. */
const testCompiler = {
  ...compiler,
  settings: { evmVersion: "cancun", viaIR: false, optimizer: { enabled: true, runs: 1 } },
};

const testSources = globSync("test/contracts/solidity/*.sol", { cwd: import.meta.dirname });

export default defineConfig({
  plugins: [toolbox],
  tasks: [
    overrideTask("build")
      .setAction(() => import("./commands/write-abis.ts"))
      .build(),
  ],
  paths: {
    sources: "./contracts",
    tests: { solidity: "./test/contracts/solidity", nodejs: "./test/contracts" },
    ignition: "./contracts/ignition",
  },
  solidity: {
    profiles: {
      default: {
        compilers: [compiler],
        overrides: Object.fromEntries(testSources.map((file) => [file, testCompiler])),
      },
      production: { compilers: [compiler] },
    },
    splitTestsCompilation: true,
  },
  // For verifying sources; deploying is commands/deploy.ts. Both variables are read only when they are used.
  networks: {
    arbitrum: { type: "http", chainId: 42_161, url: configVariable("RPC_URL") },
    "arbitrum-sepolia": { type: "http", chainId: 421_614, url: configVariable("RPC_URL") },
  },
  verify: { etherscan: { apiKey: configVariable("ETHERSCAN_API_KEY") } },
  test: {
    solidity: {
      fuzz: { runs: 64, seed: "0x67726166697469" },
      invariant: { runs: 32, depth: 200, failOnRevert: true },
    },
  },
});
