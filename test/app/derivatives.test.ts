import assert from "node:assert/strict";
import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { sharp } from "@graphiti/protocol/picture/formats.ts";
import { maxOutputPixels } from "@graphiti/protocol/quote.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import { Derivatives } from "../../app/_server/derivatives.ts";
import { makeDerivatives } from "../../app/_server/make-derivatives.ts";

const cid = "bafkreiaafc5pdzblfnxfzsx4erpk775ygusgrunoxxzjzo2esqyxrz7jey";
let folder: string;
let original: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "graphiti-derivatives-"));
  original = join(folder, "original.png");
  await sharp({ create: { width: 900, height: 300, channels: 3, background: "#4080c0" } })
    .png()
    .toFile(original);
});
after(() => rm(folder, { recursive: true }));

function storeThatCounts() {
  const downloads: string[] = [];
  const download: Store["download"] = async (wanted, path) => {
    downloads.push(wanted);
    await copyFile(original, path);
    return { cid: wanted, bytes: 1 };
  };
  return { downloads, store: { download } as Store };
}

test("all sizes and the impression are made by one download, however many ask at once", async () => {
  const { downloads, store } = storeThatCounts();
  const derivatives = new Derivatives(join(folder, "a"), () => store);
  derivatives.admit(cid);
  await Promise.all(([320, 640, 1280, 320, 640] as const).map((width) => derivatives.file(cid, width)));
  assert.equal(downloads.length, 1);
  assert.deepEqual((await readdir(join(folder, "a", cid))).sort(), [
    "1280.webp",
    "320.webp",
    "640.webp",
    "facts.json",
  ]);
  assert.deepEqual(await readdir(join(folder, "a")), [cid]);
  const facts = await derivatives.facts(cid);
  assert.equal(facts?.width, 900);
  assert.equal(facts?.height, 300);
  assert.ok(facts && Buffer.from(facts.thumbhash, "base64").length >= 5);
});

test("the largest work has its pictures too", async () => {
  const background = "#4080c0";
  const create = { width: 16_000, height: 16_000, channels: 3, background } as const;
  const largest = join(folder, "largest.png");
  await sharp({ create, limitInputPixels: maxOutputPixels }).png({ compressionLevel: 1 }).toFile(largest);
  const { width, height } = await makeDerivatives(largest, join(folder, "largest"));
  assert.deepEqual([width, height, width * height], [16_000, 16_000, maxOutputPixels]);
  const { dominant } = await sharp(join(folder, "largest", "320.webp")).stats();
  assert.ok(dominant.b > dominant.r);
});

test("a derivative is never larger than the original", async () => {
  const { store } = storeThatCounts();
  const derivatives = new Derivatives(join(folder, "b"), () => store);
  derivatives.admit(cid);
  const widths = await Promise.all(
    ([320, 640, 1280] as const).map(
      async (width) => (await sharp(await derivatives.file(cid, width)).metadata()).width,
    ),
  );
  assert.deepEqual(widths, [320, 640, 900]);
});

test("what the gallery never showed is not fetched for strangers", async () => {
  const { downloads, store } = storeThatCounts();
  const derivatives = new Derivatives(join(folder, "c"), () => store);
  const refused = (thrown: unknown) => (thrown as GraphitiError).code === "NOT_FOUND";
  await assert.rejects(derivatives.file(cid, 320), refused);
  await assert.rejects(derivatives.file("../../etc/passwd", 320), refused);
  assert.equal(downloads.length, 0);
});

test("a picture taller than WebP allows still gets its derivatives", async () => {
  const tall = join(folder, "tall.png");
  await sharp({ create: { width: 16, height: 17_000, channels: 3, background: "#4080c0" } })
    .png()
    .toFile(tall);
  const download: Store["download"] = async (wanted, path) => {
    await copyFile(tall, path);
    return { cid: wanted, bytes: 1 };
  };
  const derivatives = new Derivatives(join(folder, "tall"), () => ({ download }) as Store);
  derivatives.admit(cid);
  const made = await sharp(await derivatives.file(cid, 320)).metadata();
  assert.equal(made.height, 16_383);
  const facts = await derivatives.facts(cid);
  assert.equal(facts?.height, 17_000);
});

/** Derivatives over a store that always fails, with a clock that the test moves. */
function failing(name: string, thrown: Error) {
  const state = { downloads: 0, nowMs: 0, isDown: true };
  const download: Store["download"] = async (wanted, path) => {
    state.downloads += 1;
    if (state.isDown) throw thrown;
    await copyFile(original, path);
    return { cid: wanted, bytes: 1 };
  };
  const derivatives = new Derivatives(
    join(folder, name),
    () => ({ download }) as Store,
    () => state.nowMs,
  );
  derivatives.admit(cid);
  return { state, derivatives };
}

test("a failure leaves nothing behind, and is not repeated for every request", async () => {
  const { state, derivatives } = failing("d", new Error("down"));
  await assert.rejects(derivatives.file(cid, 320), /down/);
  assert.deepEqual(await readdir(join(folder, "d")), []);
  state.nowMs = 599_999;
  await assert.rejects(derivatives.file(cid, 640), /down/);
  assert.equal(state.downloads, 1);
  state.nowMs = 600_000;
  state.isDown = false;
  assert.ok(await derivatives.file(cid, 320));
  assert.equal(state.downloads, 2);
});

test("what may pass is tried again after half a minute", async () => {
  const passing = new GraphitiError("STORE_UNREACHABLE", "down", { retryable: true });
  const { state, derivatives } = failing("e", passing);
  await assert.rejects(derivatives.file(cid, 320), /down/);
  state.nowMs = 29_999;
  await assert.rejects(derivatives.file(cid, 320), /down/);
  assert.equal(state.downloads, 1);
  state.nowMs = 30_000;
  state.isDown = false;
  assert.ok(await derivatives.file(cid, 320));
});
