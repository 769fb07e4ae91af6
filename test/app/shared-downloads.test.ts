import assert from "node:assert/strict";
import { access, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import type { GraphitiError } from "@graphiti/protocol/errors.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import { SharedDownloads } from "../../app/_server/shared-downloads.ts";

let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), "graphiti-downloads-"));
});
after(() => rm(root, { recursive: true }));

const refusedWith = (code: string) => (thrown: unknown) => (thrown as GraphitiError).code === code;
const stays = () => new AbortController().signal;

const patience = { interval: 1, timeout: 60_000 };

/** The disk is asked before each download: which of two answers first is its affair. */
const inAnyOrder = (cids: string[]) => cids.toSorted();

/** Downloads into a fresh folder from a store that answers only after `open` was called. */
async function downloads() {
  const folder = await mkdtemp(join(root, "case-"));
  const gate = Promise.withResolvers<void>();
  const asked: string[] = [];
  const store = {
    async download(cid, path) {
      asked.push(cid);
      await gate.promise;
      await writeFile(path, cid);
      return { cid, bytes: cid.length };
    },
  } as Pick<Store, "download"> as Store;
  const shared = new SharedDownloads(
    async () => folder,
    () => store,
  );
  return { asked, folder, open: gate.resolve, shared };
}

test("however many ask at once, a picture is fetched once, and goes with its last reader", async (context) => {
  const { asked, folder, open, shared } = await downloads();
  const waiting = Array.from({ length: 5 }, () => shared.acquire("one", stays()));
  open();
  const files = await Promise.all(waiting);
  const [first, ...others] = files;
  assert.ok(first);
  assert.deepEqual(asked, ["one"]);
  assert.equal((await readdir(folder)).length, 1);
  for (const file of others) {
    file.release();
    file.release();
  }
  await setImmediate();
  assert.equal(await readFile(first.path, "utf8"), "one");
  first.release();
  await context.waitFor(async () => assert.deepEqual(await readdir(folder), []), patience);
  const again = await shared.acquire("one", stays());
  assert.deepEqual(asked, ["one", "one"]);
  await access(again.path);
  again.release();
});

test("two pictures are fetched at once, twenty wait, and more are refused", async (context) => {
  const { asked, open, shared } = await downloads();
  const waiting = Array.from({ length: 22 }, (_, index) => shared.acquire(`cid${index}`, stays()));
  await context.waitFor(() => assert.ok(asked.length >= 2), patience);
  await assert.rejects(shared.acquire("one too many", stays()), refusedWith("GALLERY_BUSY"));
  assert.deepEqual(inAnyOrder(asked), ["cid0", "cid1"]);
  open();
  for (const file of await Promise.all(waiting)) file.release();
  assert.equal(asked.length, 22);
});

test("what nobody waits for any more is not fetched, and leaves nothing", async (context) => {
  const { asked, folder, open, shared } = await downloads();
  const leaver = new AbortController();
  const busy = [shared.acquire("a", leaver.signal), shared.acquire("b", stays())];
  const waiting = shared.acquire("c", leaver.signal);
  const refusals = [busy[0], waiting].map((each) =>
    assert.rejects(each as Promise<unknown>, refusedWith("GALLERY_BUSY")),
  );
  await context.waitFor(() => assert.equal(asked.length, 2), patience);
  leaver.abort();
  open();
  await Promise.all(refusals);
  (await busy[1])?.release();
  await context.waitFor(async () => assert.deepEqual(await readdir(folder), []), patience);
  assert.deepEqual(inAnyOrder(asked), ["a", "b"]);
  await assert.rejects(shared.acquire("d", leaver.signal), refusedWith("GALLERY_BUSY"));
  assert.deepEqual(inAnyOrder(asked), ["a", "b"]);
});

test("a failed download is told to all who wait, and tried again for the next", async () => {
  const folder = await mkdtemp(join(root, "case-"));
  let attempts = 0;
  const store = {
    async download(cid, path) {
      attempts += 1;
      if (attempts === 1) throw new Error("down");
      await writeFile(path, cid);
      return { cid, bytes: 1 };
    },
  } as Pick<Store, "download"> as Store;
  const shared = new SharedDownloads(
    async () => folder,
    () => store,
  );
  const both = await Promise.allSettled([shared.acquire("a", stays()), shared.acquire("a", stays())]);
  assert.deepEqual(
    both.map((each) => each.status),
    ["rejected", "rejected"],
  );
  assert.equal(attempts, 1);
  (await shared.acquire("a", stays())).release();
});
