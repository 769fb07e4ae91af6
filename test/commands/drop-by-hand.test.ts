import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { Wallet } from "@ethereumjs/wallet";
import { childEnv } from "@graphiti/protocol/env.ts";
import { hexToBytes, type LocalAccount, parseEther, zeroAddress, zeroHash } from "viem";
import { dev } from "../indexer/support/chain-client.ts";
import { DropPlay } from "../indexer/support/drop-play.ts";
import { windowSeconds } from "../indexer/support/local-times.ts";
import type { Job } from "../indexer/support/play.ts";
import { Stage } from "../indexer/support/stage.ts";

const run = promisify(execFile);
const cast = createRequire(import.meta.url).resolve("@foundry-rs/cast-linux-amd64/bin/cast");

/** The commands of docs/drops.md by the names that stand above them. */
const blocks = new Map(
  [...(await readFile("docs/drops.md", "utf8")).matchAll(/<!-- (\S+) -->\n```sh\n([\s\S]*?)```/g)].map(
    ([, name = "", text = ""]) => [name, text],
  ),
);
const tried = new Set(["setting"]);
const { artist, collector } = dev;

let stage: Stage;
let drop: DropPlay;

before(async () => {
  stage = await Stage.open();
  await stage.play.becomeOperator();
  await DropPlay.registerGenerator(stage.play);
  drop = await DropPlay.open(stage.play);
  for (const who of [artist, collector]) await writeFile(keystoreOf(who), await sealed(who));
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
  assert.ok(script, `docs/drops.md has no commands "${name}"`);
  tried.add(name);
  const { stdout } = await run("bash", ["-euo", "pipefail", "-c", script], {
    env: childEnv({
      PATH: `${dirname(cast)}:${process.env.PATH}`,
      ...{ ETH_RPC_URL: stage.anvil.url, ETH_KEYSTORE: keystoreOf(who) },
      ...{ ETH_PASSWORD: join(stage.home, "password.txt"), ESCROW: stage.play.escrow.address },
      ...{ DROP: drop.address, ME: who.address, NOBODY: zeroAddress, ZERO: zeroHash, ...more },
    }),
  });
  return stdout;
}

/** A job's terms as `cast` takes a tuple. */
function tupleOf({ terms: { artist: poster, postedAt, tiles, workHash, order } }: Job): string {
  const { deadline, tilesPerLot, minPrice, maxPrice, rampSeconds, claimSeconds, ...rest } = order;
  const { finalityClass, attesters, sampleTiles, recipient, royaltyBps, royaltyReceiver, operatorShareBps } =
    rest;
  const times = [deadline, tilesPerLot, minPrice, maxPrice, rampSeconds, claimSeconds];
  const checks = [finalityClass, attesters, sampleTiles];
  const token = [recipient, royaltyBps, royaltyReceiver, operatorShareBps];
  return `(${poster},${postedAt},${tiles},${workHash},(${[...times, ...checks, ...token].join(",")}))`;
}

const creditOf = async ({ address }: LocalAccount) => (await drop.read("collectors", [address])).credit;
const stateOf = async (index: bigint) => (await drop.read("works", [index])).state;

test("works are bought, posted and settled, one minted and one paid back, with cast alone", async () => {
  await stage.client.setNextBlockTimestamp({ timestamp: BigInt(drop.series.startsAt) });
  await stage.client.mine({ blocks: 1 });
  await as(collector, "buy");
  assert.equal((await drop.read("progress", [])).sold, 2);
  assert.match(await as(collector, "look"), /^\(2, 0, 0, 0\)/);
  await stage.client.mine({ blocks: 2 });
  await as(collector, "post");
  assert.deepEqual([await stateOf(0n), await stateOf(1n)], [2, 2]);

  const [minted, failed] = await drop.postedJobs();
  assert.ok(minted && failed);
  const submitted = await stage.play.submit(minted, await stage.play.claim(minted));
  await stage.play.pass(windowSeconds);
  await stage.play.finalise(minted, submitted);
  await stage.play.pass(86_400);
  await as(collector, "end", { JOB: String(failed.jobId), JOB_TERMS: tupleOf(failed) });
  await as(collector, "settle");
  assert.deepEqual([await stateOf(0n), await stateOf(1n)], [3, 4]);
});

test("what was paid too much is credited, the rest is the artist's, and both take it home", async () => {
  const before = await creditOf(collector);
  await as(collector, "excess");
  assert.ok((await creditOf(collector)) > before + parseEther("1.9"), "two works at the floor of 1 ether");
  await as(collector, "withdraw");
  assert.equal(await creditOf(collector), 0n);
  await as(artist, "rest");
  await as(artist, "withdraw");
  assert.equal(await creditOf(artist), 0n);
  assert.equal(await stage.client.getBalance({ address: drop.address }), 0n);
});

test("every command of the document was run", () => {
  assert.deepEqual([...blocks.keys()].sort(), [...tried].sort());
});
