import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { readEnv } from "@graphiti/protocol/env.ts";
import { zeroAddress } from "viem";
import { arbitrumSepolia } from "viem/chains";
import { publicRpcUrl } from "../../app/_server/public-rpc-url.ts";
import { gallerySettings } from "../../app/_server/settings.ts";

const keyed = { GRAPHITI_CHAIN: "arbitrum-sepolia", RPC_URL: "https://rpc.example/v2/secret-key" };
const ownRpc = arbitrumSepolia.rpcUrls.default.http[0];

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "graphiti-settings-"));
});
after(() => rm(folder, { recursive: true }));

async function settingsWith(source: Record<string, string>) {
  const file = join(folder, "deployment.json");
  const deployment = {
    chain: "arbitrum-sepolia",
    chainId: arbitrumSepolia.id,
    rules: {
      classes: [{ fastSeconds: 0, windowSeconds: 0, graceSeconds: 0, tailSeconds: 0 }],
      claimBaseSeconds: 0,
      claimSecondsPerTile: 0,
      protocolFeeBps: 0,
    },
    addresses: {
      escrow: zeroAddress,
      art: zeroAddress,
      registry: zeroAddress,
      market: zeroAddress,
      dropFactory: zeroAddress,
      weth: zeroAddress,
    },
    startBlock: 0,
    services: [],
  };
  await writeFile(file, JSON.stringify(deployment));
  return gallerySettings(readEnv({ ...source, DEPLOYMENT_FILE: file }));
}

test("the server's RPC, with its key, reaches no browser", async () => {
  const settings = await settingsWith(keyed);
  assert.doesNotMatch(JSON.stringify(settings), /secret-key|rpc\.example/);
  assert.equal(settings.rpcUrl, ownRpc);
});

test("browsers use the RPC that is meant for them", async () => {
  const url = "https://browsers.example/rpc";
  assert.equal((await settingsWith({ ...keyed, PUBLIC_RPC_URL: url })).rpcUrl, url);
});

test("on the local chain browsers use the server's RPC, or the chain's default", () => {
  assert.equal(publicRpcUrl(readEnv({ RPC_URL: "http://127.0.0.1:9999" })), "http://127.0.0.1:9999");
  assert.equal(publicRpcUrl(readEnv({})), "http://127.0.0.1:8545");
  const both = readEnv({ RPC_URL: "http://127.0.0.1:9999", PUBLIC_RPC_URL: "http://10.0.0.2:8545" });
  assert.equal(publicRpcUrl(both), "http://10.0.0.2:8545");
});
