import { forgePath } from "../solidity/forge.ts";

/** One part of a campaign: its number from 0, which also seeds it, and how much it is to do. */
export type Chunk = { index: number; units: number };
export type Call = { program: string; args: string[]; env?: Record<string, string> };
/**
 * Work that is too long for one sitting. A chunk that ends with 0 is done; any other ending is a failure, and
 * is tried again, with the same seed, by the next call.
 */
export type Campaign = {
  name: string;
  unit: string;
  goal: number;
  chunk: number;
  /** Globs of the sources whose change makes what was done worthless. */
  restsOn: string[];
  call(chunk: Chunk): Call;
};

const root = (file: string, ...args: (string | number)[]): Call => ({
  program: process.execPath,
  args: ["--disable-warning=ExperimentalWarning", `commands/${file}`, ...args.map(String)],
});

const forge = (pattern: string, env: Record<string, string | number>): Call => ({
  program: forgePath(),
  args: ["test", "--offline", "--match-test", pattern],
  env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)])),
});

const contracts = ["contracts/**/*.sol", "foundry.toml"];
const solidityTests = [...contracts, "test/contracts/{solidity,play}/**/*.sol"];
const model = [
  ...[...contracts, "hardhat.config.ts", "protocol/**/*.ts", "commands/{model,seeded-random}.ts"],
  "test/contracts/{model,market-model}/**/*.ts",
];

/** That a seed of `npm test` meets every error and ending is enough: not each of many does. */
const modelCall = ({ index, units }: Chunk, ...which: string[]) =>
  root("model.ts", ...which, "--only-differences", "--operations", units, "--seed", index + 1);

const mutationParts = 40;
/**
 * In percent. Of some 58 mutants a part may hold a few that change nothing anybody could notice; as many as this leaves
 * over mean that a test is missing.
 */
const leastKilled = 85;
const seedsPerChunk = 50;

/** All campaigns: an entry each is all that a new one needs. */
export const campaigns: Campaign[] = [
  {
    ...{ name: "fuzz", unit: "runs of each fuzz test", goal: 200_000, chunk: 5_000 },
    restsOn: solidityTests,
    call: ({ index, units }) =>
      forge("^testFuzz", { FOUNDRY_FUZZ_SEED: index + 1, FOUNDRY_FUZZ_RUNS: units }),
  },
  {
    ...{ name: "invariants", unit: "runs of 64 calls", goal: 10_000, chunk: 500 },
    restsOn: solidityTests,
    call: ({ index, units }) =>
      forge("^invariant", {
        FOUNDRY_FUZZ_SEED: index + 1,
        FOUNDRY_INVARIANT_RUNS: units,
        FOUNDRY_INVARIANT_DEPTH: 64,
      }),
  },
  {
    ...{ name: "mutation", unit: `parts of ${mutationParts}`, goal: mutationParts, chunk: 1 },
    restsOn: [
      ...[...contracts, "test/contracts/**/*.{sol,ts}", "test/agreement/compile.ts", "protocol/**/*.ts"],
      ...["commands/{mutation,write-abis,seeded-random}.ts", "commands/{mutation,solidity,deploy}/*"],
      "app/market/{market-state,sale-parts}.ts",
    ],
    call: ({ index }) =>
      root("mutation.ts", "--slice", `${index + 1}/${mutationParts}`, "--least", leastKilled),
  },
  {
    ...{ name: "model", unit: "calls beside the model", goal: 1_000_000, chunk: 20_000 },
    restsOn: model,
    call: (chunk) => modelCall(chunk),
  },
  {
    ...{ name: "market model", unit: "calls beside the market's model", goal: 300_000, chunk: 6_000 },
    restsOn: model,
    call: (chunk) => modelCall(chunk, "--market"),
  },
  {
    ...{ name: "simulation", unit: "seeds", goal: 1_000, chunk: seedsPerChunk },
    restsOn: [
      ...[...contracts, "hardhat.config.ts", "protocol/**/*.ts", "commands/{simulate,seeded-random}.ts"],
      "commands/{simulate,deploy}/*.ts",
    ],
    call: ({ index, units }) => root("simulate.ts", "--seeds", units, "--first", index * seedsPerChunk + 1),
  },
  {
    ...{ name: "pictures", unit: "huge pictures and copies", goal: 13, chunk: 1 },
    restsOn: ["protocol/**/*.ts", "app/_server/delivery/*.ts", "test/protocol/picture/{huge,made}/*.ts"],
    call: ({ index }) => ({
      program: process.execPath,
      args: [
        "--disable-warning=ExperimentalWarning",
        "test/protocol/picture/huge/huge.ts",
        "--kind",
        String(index),
      ],
    }),
  },
  {
    ...{ name: "neurons", unit: "neurons", goal: 100_000, chunk: 10_000 },
    restsOn: [
      ...contracts,
      "models/**/*.ts",
      "protocol/**/*.ts",
      "commands/neurons.ts",
      "test/agreement/**/*.{ts,sol}",
    ],
    call: ({ index, units }) => root("neurons.ts", "--count", units, "--seed", index + 1),
  },
];
