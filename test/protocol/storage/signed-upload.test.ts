import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { UploadGrants } from "@graphiti/protocol/storage/embedded/credentials.ts";
import { HttpRefusal } from "@graphiti/protocol/storage/embedded/http-reply.ts";
import { EmbeddedStore } from "@graphiti/protocol/storage/embedded-store.ts";
import { startGateway, token } from "./running-gateway.ts";
import { samplePng } from "./sample-bytes.ts";

const refusal = (status: number) => (thrown: unknown) =>
  thrown instanceof HttpRefusal && thrown.status === status;

describe("a signed upload URL", () => {
  const grants = new UploadGrants("secret");
  const grant = { date: 1000, expires: 60, max_file_size: 5, allow_mime_types: ["image/png"] };

  test("holds until its time is over, also after a restart", () => {
    const query = new URLSearchParams(grants.issue(grant));
    assert.deepEqual(new UploadGrants("secret").redeem(query, 1060), grant);
    assert.throws(() => grants.redeem(query, 1061), refusal(403));
  });

  test("cannot be forged or changed", () => {
    const query = new URLSearchParams(grants.issue(grant));
    assert.throws(() => new UploadGrants("other").redeem(query, 1000), refusal(403));
    const widened = new URLSearchParams(query);
    widened.set("grant", Buffer.from(JSON.stringify({ ...grant, max_file_size: 500 })).toString("base64url"));
    assert.throws(() => grants.redeem(widened, 1000), refusal(403));
    assert.throws(() => grants.redeem(new URLSearchParams(), 1000), refusal(403));
  });

  test("is not issued for nonsense", () => {
    for (const bad of [
      {},
      null,
      { ...grant, expires: 0 },
      { ...grant, max_file_size: -1 },
      { ...grant, expires: 1e9 },
    ])
      assert.throws(() => grants.issue(bad), refusal(400));
  });

  test("stores its file as hot content, which expires", async (t) => {
    const gateway = await startGateway({ hotSeconds: 0 });
    t.after(gateway.stop);
    const store = new EmbeddedStore({ gatewayUrl: gateway.url, token });
    const { url } = await store.createUpload({ maxBytes: 100, mimeTypes: ["image/*"], expiresSeconds: 60 });
    const form = new FormData();
    form.append("file", new File([new Uint8Array(samplePng(100))], "mine.png"));
    const response = await fetch(url, { method: "POST", body: form });
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
    const { data } = (await response.json()) as {
      data: { cid: string; keyvalues: unknown; mime_type: string };
    };
    assert.deepEqual(data.keyvalues, { tier: "hot" });
    assert.equal(data.mime_type, "image/png");
    assert.equal(await store.has(data.cid), true);
    await gateway.collect();
    assert.equal(await store.has(data.cid), false);
  });

  test("is given with the public address of the gateway", async (t) => {
    const gateway = await startGateway({ publicUrl: "https://store.example/" });
    t.after(gateway.stop);
    const store = new EmbeddedStore({ gatewayUrl: gateway.url, token });
    const { url } = await store.createUpload({ maxBytes: 1, mimeTypes: ["image/png"], expiresSeconds: 1 });
    assert.match(url, /^https:\/\/store\.example\/v3\/files\/signed\?/);
  });
});
