import assert from "node:assert/strict";
import { test } from "node:test";
import type { GraphitiError } from "@graphiti/protocol/errors.ts";
import { requestOrigin, requireSameOrigin } from "../../app/_server/same-origin.ts";

const request = (headers: Record<string, string>) =>
  ({ headers: new Headers({ host: "gallery.example", ...headers }) }) as Request;
const refused = (thrown: unknown) => (thrown as GraphitiError).code === "ORIGIN_REFUSED";

test("the gallery's own pages and programs may write", () => {
  requireSameOrigin(request({ origin: "https://gallery.example", "sec-fetch-site": "same-origin" }));
  requireSameOrigin(request({ origin: "http://gallery.example" }));
  requireSameOrigin(request({}));
  requireSameOrigin(request({ origin: "https://public.example" }), "https://public.example/path");
});

test("pages of other sites may not, nor those without an origin of their own", () => {
  for (const origin of [
    "https://evil.example",
    "null",
    "https://gallery.example.evil.example",
    "https://gallery.example:8443",
  ])
    assert.throws(() => requireSameOrigin(request({ origin })), refused, origin);
  assert.throws(() => requireSameOrigin(request({ "sec-fetch-site": "cross-site" })), refused);
});

test("a page signs for the address that it was opened at, a program for the public one", () => {
  const origin = "https://gallery.example";
  assert.equal(requestOrigin(request({ origin })), origin);
  assert.equal(requestOrigin(request({}), "https://public.example/path"), "https://public.example");
  assert.equal(requestOrigin(request({})), "http://gallery.example");
  assert.throws(() => requestOrigin(request({ origin: "https://evil.example" })), refused);
});
