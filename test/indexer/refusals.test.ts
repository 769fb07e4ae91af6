import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { after, before, test } from "node:test";
import { startAnvil } from "./support/anvil.ts";
import { Stage } from "./support/stage.ts";
import { until } from "./support/until.ts";

let stage: Stage;

before(async () => {
  stage = await Stage.open();
});

after(() => stage[Symbol.asyncDispose]());

/** Everything that was said, which must be one line. */
async function lastWords(): Promise<string> {
  assert.equal(await stage.indexer.ended(), 1);
  assert.doesNotMatch(stage.indexer.output, /^\s+at /m, "no stack trace");
  return stage.indexer.output.trim().split("\n").at(-1) ?? "";
}

test("a port that another program holds is named, and not silently replaced", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  stage.launchIndexer({ port });
  assert.match(
    await lastWords(),
    new RegExp(`cannot listen on port ${port}: another program does.*PORT_BUSY`),
  );
  other.close();
});

test("contracts that the chain does not have are waited for, and the wait can be stopped", async () => {
  const empty = await startAnvil();
  const { url } = stage.anvil;
  stage.anvil.url = empty.url;
  stage.launchIndexer();
  stage.anvil.url = url;
  await until("the sentence", async () => /has no contract at 0x\w+\. Waiting/.test(stage.indexer.output));
  const begun = performance.now();
  assert.equal(await stage.indexer.stop(), 0);
  assert(performance.now() - begun < 2_000);
  await empty.stop();
});

test("a chain under another id is refused", async () => {
  const config = { ...stage.play.deployment, chainId: 421_614 };
  await writeFile(stage.deploymentFile, JSON.stringify(config));
  stage.launchIndexer();
  assert.match(await lastWords(), /has the id 31337, but the contracts are on 421614.*CHAIN_MISMATCH/);
  await writeFile(stage.deploymentFile, JSON.stringify(stage.play.deployment));
});

test("a chain that does not answer is named after some patience", async () => {
  await stage.anvil.stop();
  stage.launchIndexer();
  assert.match(
    await lastWords(),
    new RegExp(`cannot read the chain at ${stage.anvil.url}.*CHAIN_UNREACHABLE`),
  );
});
