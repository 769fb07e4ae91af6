import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import { errorWith } from "./graphiti-error.ts";
import { scratchFolder } from "./running-gateway.ts";
import { kibibyte, mebibyte, sampleBytes, samplePng } from "./sample-bytes.ts";

export type OpenedStore = {
  store: Store;
  /** The same adapter with nobody behind it. */
  unreachable: Store;
  /** Whether strangers can be given upload URLs. */
  signsUploads: boolean;
  /** Whether `url` leads to the bytes in this set-up. */
  servesUrls: boolean;
  /** Makes the store clean up; missing where the test cannot. */
  collect?: () => Promise<unknown>;
  stop(): Promise<void>;
};

const lengths = [
  0,
  1,
  256 * kibibyte - 1,
  256 * kibibyte,
  256 * kibibyte + 1,
  mebibyte - 1,
  mebibyte,
  mebibyte + 1,
  7 * mebibyte + 3,
];

/** What every adapter must do. */
export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} store`, () => {
    let opened: OpenedStore;
    let store: Store;
    let folder: Awaited<ReturnType<typeof scratchFolder>>;
    before(async () => {
      opened = await open();
      store = opened.store;
      folder = await scratchFolder();
    });
    after(async () => {
      await opened.stop();
      await folder.remove();
    });
    const put = (bytes: Uint8Array) => store.put(bytes, { name: "sample", tier: "hot" });

    for (const length of lengths)
      test(`gives back ${length} bytes as they were`, async () => {
        const bytes = sampleBytes(length);
        const stored = await put(bytes);
        assert.equal(stored.bytes, length);
        if (length <= 256 * kibibyte) assert.equal(stored.cid, rawCid(sha256(bytes)));
        assert.deepEqual(Buffer.from(await store.get(stored.cid, { maxBytes: length })), Buffer.from(bytes));
        assert.equal(await store.has(stored.cid), true);
      });

    test("streams from a file and to a file", async () => {
      const bytes = sampleBytes(5 * mebibyte + 17, "file");
      const [source, copy] = [path.join(folder.directory, "source"), path.join(folder.directory, "copy")];
      await writeFile(source, bytes);
      const stored = await store.put(
        { path: source },
        { name: "big.png", tier: "durable", mimeType: "image/png" },
      );
      assert.deepEqual(await store.download(stored.cid, copy, { maxBytes: bytes.length }), stored);
      assert.ok((await readFile(copy)).equals(bytes));
      assert.deepEqual((await readdir(folder.directory)).sort(), ["copy", "source"]);
    });

    test("gives back a file whose parts repeat", async () => {
      const bytes = new Uint8Array(6 * mebibyte);
      bytes.set(sampleBytes(mebibyte), 3 * mebibyte);
      const { cid } = await put(bytes);
      assert.ok(Buffer.from(await store.get(cid, { maxBytes: bytes.length })).equals(bytes));
    });

    test("stores the same content twice without harm", async () => {
      const bytes = sampleBytes(1000, "twice");
      assert.deepEqual(await put(bytes), await put(bytes));
    });

    for (const fileName of ["Ångström 山水 🎨.png", `a "quoted"\r\n../../name; x=y`, "x".repeat(1000)])
      test(`takes the name ${JSON.stringify(fileName.slice(0, 30))}`, async () => {
        const bytes = sampleBytes(100, fileName);
        const { cid } = await store.put(bytes, { name: fileName, tier: "hot", mimeType: "image/png" });
        assert.ok(Buffer.from(await store.get(cid, { maxBytes: 100 })).equals(bytes));
      });

    for (const length of [1000, 3 * mebibyte])
      test(`refuses ${length} bytes where one less is allowed`, async () => {
        const { cid } = await put(sampleBytes(length, "large"));
        const copy = path.join(folder.directory, "too-large");
        const limits = { maxBytes: length - 1 };
        await assert.rejects(store.get(cid, limits), errorWith("STORE_TOO_LARGE"));
        await assert.rejects(store.download(cid, copy, limits), errorWith("STORE_TOO_LARGE"));
        assert.ok(!(await readdir(folder.directory)).some((file) => file.startsWith("too-large")));
      });

    test("says that it does not have what it does not have", async () => {
      const cid = rawCid(sha256(sampleBytes(99, "never stored")));
      assert.equal(await store.has(cid), false);
      await assert.rejects(store.get(cid, { maxBytes: 100 }), errorWith("STORE_NOT_FOUND", true));
      await assert.rejects(store.pin(cid), errorWith("STORE_NOT_FOUND", true));
      await store.unpin(cid);
    });

    test("keeps what is pinned, lets go what is unpinned", async () => {
      const bytes = sampleBytes(2 * mebibyte, "pinned");
      const { cid } = await put(bytes);
      await store.pin(cid);
      await opened.collect?.();
      assert.equal(await store.has(cid), true);
      await store.unpin(cid);
      await store.unpin(cid);
      await opened.collect?.();
      assert.equal(await store.has(cid), false);
      assert.equal((await put(bytes)).cid, cid);
      await opened.collect?.();
      assert.ok(Buffer.from(await store.get(cid, { maxBytes: bytes.length })).equals(bytes));
    });

    test("refuses what is no content id", async () => {
      // The second is an identity hash, the third SHA-512: neither proves anything about bytes of ours.
      for (const cid of [
        "",
        "bafkqaaik",
        "bafkrgqgudsq7ygyadvlj3wm5xpzfokpzadqlzzsxdo4",
        "../../etc/passwd",
      ]) {
        const invalid = errorWith("CID_INVALID");
        await assert.rejects(store.get(cid, { maxBytes: 1 }), invalid);
        await assert.rejects(store.download(cid, path.join(folder.directory, "x"), { maxBytes: 1 }), invalid);
        await assert.rejects(store.has(cid), invalid);
        await assert.rejects(store.pin(cid), invalid);
        await assert.rejects(store.unpin(cid), invalid);
        assert.throws(() => store.url(cid), invalid);
      }
    });

    test("names a URL for people", async () => {
      const bytes = samplePng();
      const { cid } = await put(bytes);
      const url = store.url(cid);
      assert.match(url, new RegExp(`^https?://.*/ipfs/${cid}$`));
      if (!opened.servesUrls) return;
      const response = await fetch(url);
      assert.equal(response.headers.get("content-type"), "image/png");
      assert.ok(Buffer.from(await response.arrayBuffer()).equals(bytes));
    });

    test("gives upload URLs to strangers, within limits", async () => {
      const limits = { maxBytes: 1000, mimeTypes: ["image/png"], expiresSeconds: 60 };
      if (!opened.signsUploads)
        return await assert.rejects(store.createUpload(limits), errorWith("STORE_REFUSED"));
      const { url } = await store.createUpload(limits);
      const upload = async (bytes: Uint8Array) => {
        const form = new FormData();
        form.append("file", new File([new Uint8Array(bytes)], "mine.png", { type: "image/png" }));
        form.append("network", "public");
        return await fetch(url, { method: "POST", body: form });
      };
      const accepted = await upload(samplePng(1000));
      assert.equal(accepted.status, 200);
      const { data } = (await accepted.json()) as { data: { cid: string } };
      assert.ok(Buffer.from(await store.get(data.cid, { maxBytes: 1000 })).equals(samplePng(1000)));
      assert.equal((await upload(samplePng(1001))).status, 413);
      assert.equal((await upload(Buffer.from("<svg xmlns='x'><script/></svg>"))).status, 400);
    });

    test("calls a store that is away unreachable, and worth another try", async () => {
      const unreachable = errorWith("STORE_UNREACHABLE", true);
      const cid = rawCid(sha256(sampleBytes(1)));
      await assert.rejects(opened.unreachable.put(sampleBytes(1), { name: "x", tier: "hot" }), unreachable);
      await assert.rejects(opened.unreachable.get(cid, { maxBytes: 1 }), unreachable);
      await assert.rejects(opened.unreachable.has(cid), unreachable);
      await assert.rejects(opened.unreachable.pin(cid), unreachable);
      await assert.rejects(opened.unreachable.unpin(cid), unreachable);
    });
  });
}
