import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, type TestContext, test } from "node:test";
import { parseCid } from "@graphiti/protocol/cid.ts";
import { fullDisk } from "@graphiti/protocol/storage/byte-sink.ts";
import { BlockFolder } from "@graphiti/protocol/storage/embedded/block-folder.ts";
import { ContentStore, type PinDetails } from "@graphiti/protocol/storage/embedded/content-store.ts";
import { Pins } from "@graphiti/protocol/storage/embedded/pins.ts";
import fc from "fast-check";
import { errorWith } from "./graphiti-error.ts";
import { scratchFolder } from "./running-gateway.ts";
import { mebibyte, sampleBytes } from "./sample-bytes.ts";

const kept: PinDetails = { name: "kept", mimeType: null, keyvalues: {}, expiresAt: null };
const expiring = (expiresAt: number): PinDetails => ({ ...kept, keyvalues: { tier: "hot" }, expiresAt });

async function* chunks(...parts: Uint8Array[]) {
  yield* parts;
}

async function openFolder(t: TestContext) {
  const { directory, remove } = await scratchFolder();
  t.after(remove);
  return { directory, store: await ContentStore.open(directory) };
}

const put = (store: ContentStore, bytes: Uint8Array, details = kept) =>
  store.put(chunks(bytes), async () => details);

async function readWhole(store: ContentStore, cid: string): Promise<Buffer> {
  const root = parseCid(cid);
  const parts: Uint8Array[] = [];
  for await (const part of store.read(root, 0, (await store.node(root)).size)) parts.push(part);
  return Buffer.concat(parts);
}

async function blockFiles(directory: string): Promise<string[]> {
  const entries = await readdir(path.join(directory, "blocks"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

describe("the embedded store's folder", () => {
  test("reads any range", async (t) => {
    const { store } = await openFolder(t);
    const bytes = sampleBytes(2 * mebibyte + 100);
    const cid = parseCid((await put(store, bytes)).cid);
    const edges = [0, 1, mebibyte - 1, mebibyte, mebibyte + 1, 2 * mebibyte, bytes.length - 1];
    for (const offset of edges)
      for (const length of [1, 100, mebibyte, bytes.length].filter((each) => offset + each <= bytes.length)) {
        const parts: Uint8Array[] = [];
        for await (const part of store.read(cid, offset, length)) parts.push(part);
        assert.ok(
          Buffer.concat(parts).equals(bytes.subarray(offset, offset + length)),
          `${offset}+${length}`,
        );
      }
  });

  test("keeps everything over a restart", async (t) => {
    const { directory, store } = await openFolder(t);
    const { cid, id } = await put(store, sampleBytes(3 * mebibyte));
    const again = await ContentStore.open(directory);
    assert.equal(again.pins.get(cid)?.id, id);
    await again.collect();
    assert.ok((await readWhole(again, cid)).equals(sampleBytes(3 * mebibyte)));
  });

  test("never shows half of an upload that broke off", async (t) => {
    const { directory, store } = await openFolder(t);
    const bytes = sampleBytes(3 * mebibyte);
    const { cid } = await put(store, bytes);
    await store.pins.update(cid, () => undefined);
    await store.collect();
    const broken = async function* () {
      yield bytes.subarray(0, 2 * mebibyte);
      throw new Error("broke off");
    };
    await assert.rejects(
      store.put(broken(), async () => kept),
      /broke off/,
    );
    await assert.rejects(
      store.put(chunks(bytes), () => Promise.reject(new Error("the form broke off"))),
      /form broke off/,
    );
    // All blocks are here now, but nobody finished saying so.
    assert.equal(store.pins.get(cid), undefined);
    await store.collect();
    assert.deepEqual(await blockFiles(directory), []);
    assert.equal(await store.isWhole(parseCid(cid)), false);
  });

  test("does not call content whole when the collection was cut off in the middle of it", async (t) => {
    const { directory, store } = await openFolder(t);
    const { cid } = await put(store, sampleBytes(2 * mebibyte));
    await store.pins.update(cid, () => undefined);
    assert.equal(await store.isWhole(parseCid(cid)), true);
    const leaf = (await store.node(parseCid(cid))).children[0]?.cid;
    assert.ok(leaf);
    new BlockFolder(path.join(directory, "blocks"), directory).remove(
      Buffer.from(leaf.multihash.digest).toString("hex"),
    );
    assert.equal(await store.isWhole(parseCid(cid)), false);
    await assert.rejects(store.pin(parseCid(cid), kept), errorWith("STORE_NOT_FOUND", true));
  });

  test("lets hot content expire, and prolongs what is stored again", async (t) => {
    const { store } = await openFolder(t);
    const [hot, prolonged, durable] = ["hot", "prolonged", "durable"].map((seed) =>
      sampleBytes(100, seed),
    ) as [Uint8Array, Uint8Array, Uint8Array];
    const gone = await put(store, hot, expiring(1000));
    const later = await put(store, prolonged, expiring(1000));
    await put(store, prolonged, expiring(3000));
    await put(store, prolonged, expiring(2000));
    const stays = await put(store, durable, expiring(1000));
    await put(store, durable, kept);
    await put(store, durable, expiring(1000));
    await store.collect(999);
    assert.equal(store.pins.all().length, 3);
    await store.collect(1000);
    assert.equal(await store.isWhole(parseCid(gone.cid)), false);
    assert.equal(store.pins.get(later.cid)?.expiresAt, 3000);
    assert.equal(store.pins.get(stays.cid)?.expiresAt, null);
    assert.equal(store.pins.get(stays.cid)?.keyvalues.tier, "durable");
    await store.collect(3000);
    assert.deepEqual(
      store.pins.all().map(({ cid }) => cid),
      [stays.cid],
    );
  });

  test("keeps parts that two files share when one of them goes", async (t) => {
    const { store } = await openFolder(t);
    const shared = sampleBytes(mebibyte, "shared");
    const one = await put(store, Buffer.concat([shared, sampleBytes(10, "one")]));
    const two = await put(store, Buffer.concat([shared, sampleBytes(10, "two")]));
    await store.pins.update(one.cid, () => undefined);
    assert.equal(await store.collect(), 2);
    assert.equal((await readWhole(store, two.cid)).length, mebibyte + 10);
  });

  test("collects while uploads run without touching them", async (t) => {
    const { store } = await openFolder(t);
    const parts = ["a", "b", "c"].map((seed) => sampleBytes(mebibyte, seed));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
        async (files) => {
          const uploads = files.map(async (indexes) => {
            const content = Buffer.concat(indexes.map((index) => parts[index] as Uint8Array));
            const { cid } = await put(store, content);
            return { cid, content };
          });
          const collections = [
            store.collect(),
            ...uploads.map((upload) => upload.then(() => store.collect())),
          ];
          for (const { cid, content } of await Promise.all(uploads))
            assert.ok((await readWhole(store, cid)).equals(content));
          await Promise.all(collections);
          for (const { cid } of store.pins.all()) {
            await readWhole(store, cid);
            await store.pins.update(cid, () => undefined);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  test("treats a block that the disk damaged as absent, and heals it", async (t) => {
    const { directory, store } = await openFolder(t);
    const bytes = sampleBytes(1000);
    const { cid } = await put(store, bytes);
    const [file = ""] = await blockFiles(directory);
    const damaged = await readFile(file);
    damaged[10] = (damaged[10] ?? 0) ^ 1;
    await writeFile(file, damaged);
    await assert.rejects(readWhole(store, cid), errorWith("STORE_NOT_FOUND", true));
    assert.equal(await store.isWhole(parseCid(cid)), false);
    await put(store, bytes);
    assert.ok((await readWhole(store, cid)).equals(bytes));
  });

  test("keeps content whose pin file was damaged", async (t) => {
    const { directory, store } = await openFolder(t);
    const { cid } = await put(store, sampleBytes(1000));
    await writeFile(path.join(directory, "pins", `${cid}.json`), "");
    const again = await ContentStore.open(directory);
    await again.collect();
    assert.ok((await readWhole(again, cid)).equals(sampleBytes(1000)));
  });

  test("says that the disk is full, and keeps nothing of what did not fit", async (t) => {
    const { directory } = await openFolder(t);
    const [blocks, pins, scratch] = ["small/blocks", "small/pins", "small/scratch"].map((name) =>
      path.join(directory, name),
    ) as [string, string, string];
    for (const folder of [blocks, pins, scratch]) await mkdir(folder, { recursive: true });
    class SmallDisk extends BlockFolder {
      left = 3;
      override async put(...block: Parameters<BlockFolder["put"]>) {
        this.left -= 1;
        if (this.left < 0) throw fullDisk(Object.assign(new Error("write"), { code: "ENOSPC" }));
        await super.put(...block);
      }
    }
    const store = new ContentStore(new SmallDisk(blocks, scratch), await Pins.open(pins, scratch));
    const small = await put(store, sampleBytes(10));
    await assert.rejects(put(store, sampleBytes(5 * mebibyte)), errorWith("DISK_FULL"));
    await store.collect();
    assert.equal((await blockFiles(path.join(directory, "small"))).length, 1);
    assert.ok((await readWhole(store, small.cid)).equals(sampleBytes(10)));
  });
});
