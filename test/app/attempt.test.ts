import assert from "node:assert/strict";
import { test } from "node:test";
import { fail } from "@graphiti/protocol/errors.ts";
import { attempt } from "../../app/_server/attempt.ts";

test("what went wrong tells whether the same may succeed later", async () => {
  const away = await attempt(async () => fail("INDEXER_UNREACHABLE", "Away.", { retryable: true }));
  assert.equal(away.problem?.retryable, true);
  assert.equal(away.problem?.docs, "/docs/errors#indexer_unreachable");
  const wrong = await attempt(async () => fail("BAD_INPUT", "Wrong."));
  assert.equal(wrong.problem?.retryable, false);
});

test("what is unexpected is told without its text, and goes to the log", async (t) => {
  const logged = t.mock.method(console, "error", () => {});
  const secret = new Error("a password");
  const { problem } = await attempt(() => Promise.reject(secret));
  assert.equal(problem?.code, "INTERNAL");
  assert.doesNotMatch(JSON.stringify(problem), /password/);
  assert.equal(logged.mock.calls[0]?.arguments[0], secret);
});
