import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, test } from "node:test";
import { contentId } from "@graphiti/protocol/storage/content-id.ts";
import { EmbeddedStore } from "@graphiti/protocol/storage/embedded-store.ts";
import { PinataStore } from "@graphiti/protocol/storage/pinata-store.ts";
import { errorWith } from "./graphiti-error.ts";
import { startGateway, token } from "./running-gateway.ts";
import { mebibyte, sampleBytes } from "./sample-bytes.ts";
import { startServer } from "./test-server.ts";

const open = (url: string, attempts?: number, jwt = token) =>
  new PinataStore({ jwt, gatewayUrl: url, apiUrl: `${url}/v3`, uploadUrl: `${url}/v3`, attempts });

describe("the Pinata store", () => {
  test("sends files above 90 MiB in parts", async (t) => {
    const gateway = await startGateway();
    t.after(gateway.stop);
    const file = path.join(gateway.directory, "large");
    const bytes = new Uint8Array(91 * mebibyte);
    bytes.set(sampleBytes(mebibyte), 60 * mebibyte);
    await writeFile(file, bytes);
    const stored = await open(gateway.url).put({ path: file }, { name: "größe 山.png", tier: "durable" });
    assert.deepEqual(stored, await contentId({ path: file }));
    const copy = path.join(gateway.directory, "copy");
    assert.deepEqual(await open(gateway.url).download(stored.cid, copy, { maxBytes: bytes.length }), stored);
  });

  test("makes hot content durable by pinning it, and clears away the rest", async (t) => {
    const gateway = await startGateway({ hotSeconds: 0 });
    t.after(gateway.stop);
    const store = open(gateway.url);
    const [pinned, old, durable] = await Promise.all([
      store.put(sampleBytes(10, "pinned"), { name: "pinned", tier: "hot" }),
      store.put(sampleBytes(10, "old"), { name: "old", tier: "hot" }),
      store.put(sampleBytes(10, "durable"), { name: "durable", tier: "durable" }),
    ]);
    await store.pin(pinned.cid);
    assert.equal(await store.deleteHotFilesBefore(new Date(0)), 0);
    assert.equal(await store.deleteHotFilesBefore(new Date(Date.now() + 1000)), 1);
    await gateway.collect();
    assert.equal(await store.has(pinned.cid), true);
    assert.equal(await store.has(durable.cid), true);
    assert.equal(await store.has(old.cid), false);
  });

  test("accepts Pinata's own way of cutting files", async (t) => {
    const bytes = sampleBytes(mebibyte + 1);
    const { cid } = await contentId(bytes, "256K/174/raw");
    const server = await startServer((request, response) => {
      request.resume();
      request.on("end", () => response.end(JSON.stringify({ data: { id: "1", cid } })));
    });
    t.after(server.stop);
    assert.deepEqual(await open(server.url).put(bytes, { name: "x", tier: "hot" }), {
      cid,
      bytes: bytes.length,
    });
  });

  test("tries again when Pinata is busy, not when it refuses", async (t) => {
    let calls = 0;
    const statuses = [429, 503];
    const server = await startServer((request, response) => {
      request.resume();
      response.statusCode = statuses[calls] ?? 200;
      calls += 1;
      response.end(JSON.stringify({ data: { files: [] } }));
    });
    t.after(server.stop);
    assert.equal(
      await open(server.url).has("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"),
      false,
    );
    assert.equal(calls, 3);
    const gateway = await startGateway();
    t.after(gateway.stop);
    const put = open(gateway.url, 3, "wrong").put(sampleBytes(1), { name: "x", tier: "hot" });
    await assert.rejects(put, errorWith("STORE_REFUSED"));
  });

  test("notices that a deletion failed, which the SDK keeps to itself", async (t) => {
    const server = await startServer((request, response) => {
      response.statusCode = request.method === "DELETE" ? 500 : 200;
      response.end(JSON.stringify({ data: { files: [{ id: "1", created_at: new Date().toISOString() }] } }));
    });
    t.after(server.stop);
    const unpin = open(server.url, 1).unpin("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
    await assert.rejects(unpin, errorWith("STORE_UNREACHABLE", true));
  });
});

test("pinning hot content in the embedded store keeps it", async (t) => {
  const gateway = await startGateway({ hotSeconds: 0 });
  t.after(gateway.stop);
  const store = new EmbeddedStore({ gatewayUrl: gateway.url, token });
  const { cid } = await store.put(sampleBytes(10), { name: "x", tier: "hot" });
  await store.pin(cid);
  await gateway.collect();
  assert.equal(await store.has(cid), true);
});
