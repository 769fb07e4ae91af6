import { createRequire } from "node:module";
import toolbox from "@nomicfoundation/hardhat-toolbox-viem";
import { defineConfig } from "hardhat/config";
import { quickSettings } from "./compile.ts";

/**
 * Settings for scratch copies: code that is made fast rather than runs fast, as big as it comes out. Sources
 * too deep for the old pipeline's stack set GRAPHITI_SCRATCH_VIA_IR, which the commands find out.
 */
const viaIR = process.env.GRAPHITI_SCRATCH_VIA_IR === "1";

export default defineConfig({
  plugins: [toolbox],
  paths: {
    sources: "./contracts",
    tests: { solidity: "./test/contracts/solidity", nodejs: "./test/contracts" },
  },
  solidity: {
    version: "0.8.37",
    path: createRequire(import.meta.url).resolve("solc/soljson.js"),
    settings: quickSettings(viaIR),
  },
  networks: { default: { type: "edr-simulated", allowUnlimitedContractSize: true } },
  test: {
    solidity: {
      fuzz: { runs: 64, seed: "0x67726166697469" },
      invariant: { runs: 16, depth: 100, failOnRevert: true },
    },
  },
});
