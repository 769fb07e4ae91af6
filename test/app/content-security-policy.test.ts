import assert from "node:assert/strict";
import { test } from "node:test";
import { contentSecurityPolicy } from "../../app/_server/content-security-policy.ts";

const given = {
  nonce: "abc123",
  development: false,
  gatewayUrl: "https://gateway.example/base/",
  rpcUrl: "https://rpc.example/v2/secret",
  walletConnect: false,
};

const directives = (policy: string) =>
  new Map(policy.split("; ").map((each) => [each.split(" ")[0] as string, each.split(" ").slice(1)]));

test("scripts run by nonce only: nothing inline, nothing evaluated", () => {
  const script = directives(contentSecurityPolicy(given)).get("script-src");
  assert.deepEqual(script, ["'self'", "'nonce-abc123'", "'strict-dynamic'"]);
});

test("evaluation is allowed to the development server alone", () => {
  assert.match(contentSecurityPolicy({ ...given, development: true }), /'unsafe-eval'/);
  assert.doesNotMatch(contentSecurityPolicy(given), /unsafe-eval/);
});

test("pictures come from here and the gateway, by origin, without a wildcard", () => {
  const policy = directives(contentSecurityPolicy(given));
  assert.deepEqual(policy.get("img-src"), ["'self'", "blob:", "data:", "https://gateway.example"]);
  assert.deepEqual(policy.get("connect-src"), ["'self'", "https://gateway.example", "https://rpc.example"]);
});

test("nothing frames the gallery, and it embeds nothing", () => {
  const policy = directives(contentSecurityPolicy(given));
  for (const name of ["frame-ancestors", "object-src", "base-uri", "frame-src"])
    assert.deepEqual(policy.get(name), ["'none'"], name);
});

test("WalletConnect's hosts are let in only where it is used", () => {
  assert.doesNotMatch(contentSecurityPolicy(given), /walletconnect/);
  assert.match(contentSecurityPolicy({ ...given, walletConnect: true }), /wss:\/\/\*\.walletconnect\.com/);
});
