import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, test } from "node:test";
import { parseCid, rawCid } from "@graphiti/protocol/cid.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import { canonicalCid } from "@graphiti/protocol/storage/block.ts";
import { contentId, isContentId } from "@graphiti/protocol/storage/content-id.ts";
import fc from "fast-check";
import { scratchFolder } from "./running-gateway.ts";
import { kibibyte, mebibyte, sampleBytes } from "./sample-bytes.ts";

describe("content ids", () => {
  test("of small content are the SHA-256 of its bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
        assert.deepEqual(await contentId(bytes), { cid: rawCid(sha256(bytes)), bytes: bytes.length });
      }),
    );
    for (const length of [256 * kibibyte, mebibyte - 1, mebibyte]) {
      const bytes = sampleBytes(length);
      assert.equal((await contentId(bytes)).cid, rawCid(sha256(bytes)));
    }
    assert.match((await contentId(sampleBytes(mebibyte + 1))).cid, /^bafybei/);
  });

  test("are those that other software computes", async () => {
    const text = Buffer.from("hello world\n");
    assert.equal(
      (await contentId(new Uint8Array())).cid,
      "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
    );
    // `echo hello world | ipfs add`, with Kubo's settings of 2015.
    const old = canonicalCid(parseCid("QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o"));
    assert.equal((await contentId(text, "unixfs-v0-2015")).cid, old);
    assert.equal(await isContentId(old, text), true);
  });

  test("differ between the cuttings of large content, and each is recognised", async () => {
    const bytes = sampleBytes(mebibyte + 300 * kibibyte);
    const cuttings = ["unixfs-v1-2025", "256K/174/raw", "unixfs-v0-2015"] as const;
    const cids = await Promise.all(cuttings.map(async (name) => (await contentId(bytes, name)).cid));
    assert.equal(new Set(cids).size, cids.length);
    for (const cid of cids) assert.equal(await isContentId(cid, bytes), true);
    bytes[7] = (bytes[7] ?? 0) ^ 1;
    for (const cid of cids) assert.equal(await isContentId(cid, bytes), false);
  });

  test("are the same for a file and for its bytes", async (t) => {
    const { directory, remove } = await scratchFolder();
    t.after(remove);
    const bytes = sampleBytes(3 * mebibyte + 1);
    const file = path.join(directory, "file");
    await writeFile(file, bytes);
    assert.deepEqual(await contentId({ path: file }), await contentId(bytes));
  });
});
