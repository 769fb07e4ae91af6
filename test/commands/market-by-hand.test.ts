import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { Wallet } from "@ethereumjs/wallet";
import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { childEnv } from "@graphiti/protocol/env.ts";
import { type Address, hexToBytes, isAddressEqual, type LocalAccount, parseEther, zeroAddress } from "viem";
import { dev } from "../indexer/support/chain-client.ts";
import { Stage } from "../indexer/support/stage.ts";

const run = promisify(execFile);
const cast = createRequire(import.meta.url).resolve("@foundry-rs/cast-linux-amd64/bin/cast");
const refusesEther = "0x5f5ffd";
const day = 86_400;

/** The commands of docs/market.md by the names that stand above them. */
const blocks = new Map(
  [...(await readFile("docs/market.md", "utf8")).matchAll(/<!-- (\S+) -->\n```sh\n([\s\S]*?)```/g)].map(
    ([, name = "", text = ""]) => [name, text],
  ),
);
const tried = new Set(["setting"]);

let stage: Stage;
let work: bigint;
let market: { address: Address; abi: typeof artMarketAbi };

before(async () => {
  stage = await Stage.open();
  market = { address: stage.play.deployment.addresses.market, abi: artMarketAbi };
  await stage.play.becomeOperator();
  work = (await stage.play.mint({ operatorShareBps: 200 })).jobId;
  for (const who of [dev.artist, dev.collector, dev.operator])
    await writeFile(keystoreOf(who), await sealed(who));
  await writeFile(join(stage.home, "password.txt"), "open sesame\n");
});
after(() => stage[Symbol.asyncDispose]());

const keystoreOf = ({ address }: LocalAccount) => join(stage.home, `${address}.json`);

async function sealed(account: LocalAccount & { getHdKey?: () => { privateKey: Uint8Array | null } }) {
  const key = account.getHdKey?.().privateKey;
  assert.ok(key, "a key of the dev chain");
  return JSON.stringify(
    await new Wallet(hexToBytes(`0x${Buffer.from(key).toString("hex")}`)).toV3("open sesame", { n: 1024 }),
  );
}

/** Runs a block of the document as somebody who has nothing but a keystore and `cast`. */
async function as(who: LocalAccount, name: string, more: Record<string, string> = {}): Promise<string> {
  const script = blocks.get(name);
  assert.ok(script, `docs/market.md has no commands "${name}"`);
  tried.add(name);
  const { art, weth } = stage.play.deployment.addresses;
  const { stdout } = await run("bash", ["-euo", "pipefail", "-c", script], {
    env: childEnv({
      PATH: `${dirname(cast)}:${process.env.PATH}`,
      ...{ ETH_RPC_URL: stage.anvil.url, ETH_KEYSTORE: keystoreOf(who) },
      ...{ ETH_PASSWORD: join(stage.home, "password.txt") },
      ...{ ART: art, MARKET: market.address, WETH: weth, WORK: String(work), ME: who.address },
      ...{ NOBODY: zeroAddress, ...more },
    }),
  });
  return stdout;
}

const ownerIs = async ({ address }: LocalAccount | { address: Address }) =>
  isAddressEqual(
    await stage.client.readContract({ ...stage.play.art, functionName: "ownerOf", args: [work] }),
    address,
  );
const { artist, collector } = dev;

test("a work is listed, taken back, listed again and bought, with cast alone", async () => {
  await as(artist, "list");
  await as(artist, "unlist");
  await assert.rejects(as(collector, "buy"), /NotListed|revert/);
  await as(artist, "list");
  await as(collector, "buy");
  assert.ok(await ownerIs(collector));
});

test("ether is offered, taken back, offered again and accepted", async () => {
  await as(artist, "offer");
  await as(artist, "cancel-offer");
  await as(artist, "offer");
  await as(collector, "accept", { MAKER: artist.address });
  assert.ok(await ownerIs(artist));
});

test("a work is auctioned, and what could not be sent is taken home", async () => {
  await as(artist, "auction");
  await as(artist, "cancel-auction");
  await as(artist, "auction");
  await as(collector, "bid");
  assert.ok(await ownerIs(market));
  // The collector's account takes nothing for a while, and is outbid meanwhile.
  await stage.client.setCode({ address: collector.address, bytecode: refusesEther });
  await as(artist, "bid");
  await stage.client.setCode({ address: collector.address, bytecode: "0x" });
  const credit = { ...market, functionName: "creditOf", args: [collector.address] } as const;
  assert.equal(await stage.client.readContract(credit), parseEther("1"));
  await as(collector, "withdraw");
  assert.equal(await stage.client.readContract(credit), 0n);
  await stage.play.pass(day);
  await as(collector, "settle");
  assert.ok(await ownerIs(artist));
});

test("an operator takes its share of the sales so far, which it proves by the escrow's events", async () => {
  const sharing = (functionName: "operatorShareAccrued" | "operatorShareTaken", of: bigint) =>
    stage.client.readContract({ ...market, functionName, args: [of] });
  const accrued = await sharing("operatorShareAccrued", work);
  assert.ok(accrued > 0n);
  await as(dev.operator, "take-share", { INDEX: "0" });
  assert.equal(await sharing("operatorShareTaken", work << 16n), accrued);
  await assert.rejects(as(dev.operator, "take-share", { INDEX: "0" }), /NoShareDue|revert/);

  // Of two lots of a tile, the commands name the second by its very claim and submission.
  const parts = await stage.play.mintLots({ tilesPerLot: 1, operatorShareBps: 500 });
  const [mine, first] = [work, parts.jobId];
  work = first;
  await as(artist, "list");
  await as(collector, "buy");
  await as(dev.operator, "take-share", { INDEX: "1" });
  assert.equal(await sharing("operatorShareTaken", (first << 16n) + 1n), parseEther("0.025"));
  work = mine;
});

test("all that was ever signed is made void", async () => {
  await as(artist, "cancel-nonces");
  const word = { ...market, functionName: "nonceWord", args: [artist.address, 0n] } as const;
  assert.equal(await stage.client.readContract(word), 2n ** 256n - 1n);
});

test("every command of the document was run", () => {
  assert.deepEqual([...blocks.keys()].sort(), [...tried].sort());
});
