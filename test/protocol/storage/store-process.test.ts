import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { createInterface } from "node:readline";
import { describe, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { childEnv } from "@graphiti/protocol/env.ts";
import { contentId } from "@graphiti/protocol/storage/content-id.ts";
import { EmbeddedStore } from "@graphiti/protocol/storage/embedded-store.ts";
import { scratchFolder, token } from "./running-gateway.ts";
import { mebibyte, sampleBytes } from "./sample-bytes.ts";
import { startServer } from "./test-server.ts";

const main = fileURLToPath(import.meta.resolve("@graphiti/protocol/storage/embedded/main.ts"));

function run(t: TestContext, directory: string, settings: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main], {
    env: childEnv({
      EMBEDDED_STORE_DIRECTORY: directory,
      EMBEDDED_STORE_PORT: "0",
      EMBEDDED_STORE_TOKEN: token,
      ...settings,
    }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  t.after(() => child.kill("SIGKILL"));
  const lines = { out: [] as string[], err: [] as string[] };
  createInterface(child.stderr).on("line", (line) => lines.err.push(line));
  const ready = Promise.withResolvers<string>();
  ready.promise.catch(() => {});
  createInterface(child.stdout).on("line", (line) => {
    lines.out.push(line);
    ready.resolve(/^Embedded store is ready: (.*)$/.exec(line)?.[1] ?? "");
  });
  const exited = once(child, "close").then(([code]) => {
    ready.reject(new Error(`exited: ${lines.err.join(" ")}`));
    return code as number | null;
  });
  return { child, lines, ready: ready.promise, exited };
}

/** Sends the first part of an upload and leaves it there. */
async function beginUpload(url: string, bytes: Uint8Array): Promise<void> {
  const upload = request(`${url}/v3/files`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "multipart/form-data; boundary=x" },
  }).on("error", () => {});
  upload.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n');
  await new Promise((resolve) => upload.write(bytes, resolve));
}

describe("the embedded store's process", () => {
  test("is ready in one line, stops within a second, and remembers", async (t) => {
    const { directory, remove } = await scratchFolder();
    t.after(remove);
    const first = run(t, directory);
    const store = new EmbeddedStore({ gatewayUrl: await first.ready, token });
    const { cid } = await store.put(sampleBytes(mebibyte + 1), { name: "x", tier: "hot" });
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const { child, exited, ready, lines } = signal === "SIGTERM" ? first : run(t, directory);
      const url = await ready;
      const reader = new EmbeddedStore({ gatewayUrl: url, token });
      assert.equal((await reader.get(cid, { maxBytes: 2 * mebibyte })).length, mebibyte + 1);
      await beginUpload(url, sampleBytes(100));
      const started = performance.now();
      child.kill(signal);
      assert.equal(await exited, 0);
      assert.ok(performance.now() - started < 1000);
      assert.equal(lines.out.length, 1);
      assert.deepEqual(lines.err, []);
    }
  });

  test("loses nothing but the unfinished upload when it is killed", async (t) => {
    const { directory, remove } = await scratchFolder();
    t.after(remove);
    const killed = run(t, directory);
    const url = await killed.ready;
    const kept = await new EmbeddedStore({ gatewayUrl: url, token }).put(sampleBytes(10), {
      name: "x",
      tier: "hot",
    });
    const bytes = sampleBytes(8 * mebibyte, "unfinished");
    await beginUpload(url, bytes);
    killed.child.kill("SIGKILL");
    await killed.exited;
    const store = new EmbeddedStore({ gatewayUrl: await run(t, directory).ready, token });
    assert.equal(await store.has(kept.cid), true);
    assert.equal(await store.has((await contentId(bytes)).cid), false);
    const { cid } = await store.put(bytes, { name: "again", tier: "hot" });
    assert.ok(Buffer.from(await store.get(cid, { maxBytes: bytes.length })).equals(bytes));
  });

  test("says in one line what keeps it from starting", async (t) => {
    const { directory, remove } = await scratchFolder();
    t.after(remove);
    const server = await startServer(() => {});
    t.after(server.stop);
    const busy = run(t, directory, { EMBEDDED_STORE_PORT: new URL(server.url).port });
    assert.equal(await busy.exited, 1);
    assert.equal(busy.lines.err.length, 1);
    assert.match(busy.lines.err[0] ?? "", /^Port \d+ on 127\.0\.0\.1 is already in use\. /);
    const open = run(t, directory, { EMBEDDED_STORE_TOKEN: "" });
    assert.equal(await open.exited, 1);
    assert.match(open.lines.err.join("\n"), /^EMBEDDED_STORE_TOKEN is not set; [^\n]*$/);
  });
});
