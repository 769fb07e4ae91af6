import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { describe, it } from "node:test";
import { HttpRequestError } from "viem";
import { describe as inWords } from "../../../node-worker/report/describe.ts";
import { createLogger } from "../../../node-worker/report/logger.ts";

function collector(isTTY: boolean) {
  let text = "";
  const output = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  return { output: Object.assign(output, { isTTY }), text: () => text };
}

describe("the log", () => {
  it("is one JSON line per entry", () => {
    const { output, text } = collector(false);
    createLogger(output).info({ lot: "65536" }, "claimed a lot");
    const entry = JSON.parse(text());
    assert.deepEqual([entry.msg, entry.lot, "pid" in entry], ["claimed a lot", "65536", false]);
  });

  it("is one plain line per entry on a terminal", () => {
    const { output, text } = collector(true);
    createLogger(output).warn({ lot: "65536", seconds: 2 }, "a lot waits");
    assert.match(text(), /^\d\d:\d\d:\d\d warn {2}a lot waits {2}lot=65536 {2}seconds=2\n$/);
  });

  for (const isTTY of [false, true])
    it(`blots out secrets${isTTY ? " on a terminal" : ""}`, () => {
      const { output, text } = collector(isTTY);
      const secret = "s3cret-value";
      createLogger(output).info(
        { password: secret, account: { privateKey: secret }, a: { b: { token: secret } } },
        "x",
      );
      assert.equal(text().includes(secret), false);
      assert.ok(text().includes("[secret]"));
    });

  it("tells of an RPC's failure without its URL, which may hold a key", () => {
    const error = new HttpRequestError({ url: "https://rpc.example/v2/my-api-key", details: "refused" });
    assert.equal(inWords(error).includes("my-api-key"), false);
    assert.equal(inWords(new Error("first\nsecond")), "Error: first");
  });
});
