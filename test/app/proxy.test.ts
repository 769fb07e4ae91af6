import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { test } from "node:test";
import { childEnv } from "@graphiti/protocol/env.ts";

// Next's bundler finds `next/server` without its ending; Node does not.
registerHooks({
  resolve: (name, context, next) => next(name === "next/server" ? "next/server.js" : name, context),
});

test("the policy of a page names the browsers' RPC, never the server's", async (t) => {
  const { NextRequest } = await import("next/server.js");
  const { proxy } = await import("../../proxy.ts");
  const before = process.env;
  t.after(() => {
    process.env = before;
  });
  process.env = childEnv({ GRAPHITI_CHAIN: "arbitrum-sepolia", RPC_URL: "https://secret.example/key" });
  const connectSources = () =>
    proxy(new NextRequest("http://gallery/")).headers.get("content-security-policy") ?? "";
  assert.match(connectSources(), /connect-src [^;]*https:\/\/sepolia-rollup\.arbitrum\.io/);
  assert.doesNotMatch(connectSources(), /secret\.example/);
  process.env.PUBLIC_RPC_URL = "https://browsers.example/rpc";
  assert.match(connectSources(), /connect-src [^;]*https:\/\/browsers\.example/);
});
