import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { dropFactoryAbi } from "@graphiti/protocol/abi/drop-factory.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { seriesDropAbi } from "@graphiti/protocol/abi/series-drop.ts";
import { artifacts } from "hardhat";
import { abiFile, abiModules } from "../../commands/write-abis.ts";

const deployed = [
  "JobEscrow",
  "EscrowAnnex",
  "GraphitiArt",
  "ServiceRegistry",
  "ArtMarket",
  "SeriesDrop",
  "DropFactory",
];
const mostBytes = 24_576;
/** Files whose errors are not met by calls of the escrow. */
const callers = [
  [/SeriesDrop/, seriesDropAbi],
  [/DropFactory/, dropFactoryAbi],
  [/ArtMarket|Auctions|Listings|Offers|OperatorShares/, artMarketAbi],
] as const;

/** Solidity without its comments. */
const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
const sources = globSync("contracts/**/*.sol");

describe("the contracts' source", () => {
  it("asks for no randomness, never for its own balance, and for block numbers in one place", async () => {
    const banned =
      /prevrandao|block\s*\.\s*difficulty|\.balance\b|selfbalance|tx\s*\.\s*origin|_safeMint|selfdestruct/;
    const clock = /block\s*\.\s*number|blockhash/;
    assert.match("uint256 n = block.number;", clock);
    assert.match("address(this).balance", banned);
    assert.doesNotMatch(code("x; // block.number is an estimate"), clock);
    assert.ok(sources.length > 10);
    const clocks = [];
    for (const file of sources) {
      const text = code(await readFile(file, "utf8"));
      assert.doesNotMatch(text, banned, file);
      if (clock.test(text)) clocks.push(file);
    }
    assert.deepEqual(clocks, ["contracts/libraries/L2Clock.sol"]);
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
    assert.equal(texts.size, 6);
    for (const [name, text] of texts) assert.equal(await readFile(abiFile(name), "utf8"), text, name);
  });

  it("gives every error that a call can meet to the ABI of who is called", async () => {
    for (const file of sources) {
      const abi = callers.find(([files]) => files.test(file))?.[1] ?? jobEscrowAbi;
      const known = new Set<string>(abi.flatMap((item) => (item.type === "error" ? [item.name] : [])));
      for (const [, name] of code(await readFile(file, "utf8")).matchAll(/\berror\s+(\w+)\s*\(/g))
        if (name !== "NotVerified") assert.ok(known.has(name ?? ""), `${name} of ${file}`);
    }
  });
});
