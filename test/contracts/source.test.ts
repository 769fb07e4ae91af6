import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { artifacts } from "hardhat";
import { abiFile, abiModules } from "../../commands/write-abis.ts";
import { measureGas } from "./stage/measure-gas.ts";

const deployed = ["JobEscrow", "GraphitiArt", "ServiceRegistry"];
const mostBytes = 24_576;

/** Solidity without its comments. */
const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
const sources = globSync("contracts/**/*.sol");

describe("the contracts' source", () => {
  it("asks for no block number or randomness, and never for its own balance", async () => {
    const banned =
      /block\s*\.\s*number|prevrandao|block\s*\.\s*difficulty|blockhash|\.balance\b|selfbalance|tx\s*\.\s*origin|_safeMint|selfdestruct/;
    assert.match("uint256 n = block.number;", banned);
    assert.match("address(this).balance", banned);
    assert.doesNotMatch(code("x; // block.number is an estimate"), banned);
    assert.ok(sources.length > 10);
    for (const file of sources) assert.doesNotMatch(code(await readFile(file, "utf8")), banned, file);
  });

  it("fits the size that a chain accepts", async () => {
    for (const name of deployed) {
      const { deployedBytecode } = await artifacts.readArtifact(name);
      const bytes = (deployedBytecode.length - 2) / 2;
      assert.ok(bytes > 500 && bytes <= mostBytes, `${name} has ${bytes} bytes`);
    }
  });

  it("gives the ABI modules that are committed", async () => {
    const texts = await abiModules(async (name) => [...(await artifacts.readArtifact(name)).abi]);
    assert.equal(texts.size, 3);
    for (const [name, text] of texts) assert.equal(await readFile(abiFile(name), "utf8"), text, name);
  });

  it("gives every error that a call can meet to the escrow's ABI", async () => {
    const known = new Set<string>(jobEscrowAbi.flatMap((item) => (item.type === "error" ? [item.name] : [])));
    for (const file of sources) {
      for (const [, name] of code(await readFile(file, "utf8")).matchAll(/\berror\s+(\w+)\s*\(/g))
        if (name !== "NotVerified") assert.ok(known.has(name ?? ""), `${name} of ${file}`);
    }
  });

  it("uses exactly the gas of the snapshot", async () => {
    const snapshot: unknown = JSON.parse(
      await readFile(new URL("gas-snapshot.json", import.meta.url), "utf8"),
    );
    assert.deepEqual(await measureGas(), snapshot, "if it is meant: npm run gas -- --update");
  });
});
