import assert from "node:assert/strict";
import { test } from "node:test";
import { chainNamed, localChainId } from "@graphiti/protocol/chains.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { asGraphitiError, type GraphitiError } from "@graphiti/protocol/errors.ts";

test("without any setting everything has its default", () => {
  const env = readEnv({});
  assert.equal(env.GRAPHITI_CHAIN, "local");
  assert.equal(env.STORAGE, "embedded");
  assert.equal(env.PHAESTUS_FLOOR_WEI_PER_TILE, 0n);
  assert.equal(env.PINATA_JWT, undefined);
});

test("an empty variable counts as unset", () => {
  assert.equal(readEnv({ STORAGE: "" }).STORAGE, "embedded");
});

test("a wrong setting is named, and its value is not shown", () => {
  assert.throws(
    () => readEnv({ KUBO_RPC_URL: "my-secret" }),
    (error: GraphitiError) =>
      error.code === "BAD_ENVIRONMENT" &&
      error.message.includes("KUBO_RPC_URL") &&
      !error.message.includes("my-secret"),
  );
  assert.throws(() => readEnv({ PHAESTUS_FLOOR_WEI_PER_TILE: "0.1" }), { code: "BAD_ENVIRONMENT" });
});

test("an unexpected error keeps its text to itself", () => {
  const error = asGraphitiError(new Error("password hunter2"));
  assert.equal(error.code, "INTERNAL");
  assert.ok(!JSON.stringify(error).includes("hunter2"));
  assert.match(error.docs, /^docs\/errors\.md#internal$/);
});

test("an RPC replaces the chain's own", () => {
  const chain = chainNamed("local", "http://127.0.0.1:1");
  assert.equal(chain.id, localChainId);
  assert.deepEqual(chain.rpcUrls.default.http, ["http://127.0.0.1:1"]);
  assert.equal(chainNamed("arbitrum").id, 42161);
});
