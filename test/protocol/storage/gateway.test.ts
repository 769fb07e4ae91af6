import assert from "node:assert/strict";
import { type IncomingMessage, request } from "node:http";
import { after, before, describe, test } from "node:test";
import { parseCid } from "@graphiti/protocol/cid.ts";
import { checkBlock } from "@graphiti/protocol/storage/block.ts";
import { EmbeddedStore } from "@graphiti/protocol/storage/embedded-store.ts";
import { CarReader } from "@ipld/car";
import { startGateway, token } from "./running-gateway.ts";
import { mebibyte, sampleBytes, samplePng } from "./sample-bytes.ts";

describe("the embedded gateway", () => {
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  let store: EmbeddedStore;
  const picture = samplePng(2 * mebibyte + 5);
  let cid: string;
  before(async () => {
    gateway = await startGateway({ maxUploadBytes: 20 * mebibyte });
    store = new EmbeddedStore({ gatewayUrl: gateway.url, token });
    cid = (await store.put(picture, { name: "picture.png", tier: "durable" })).cid;
  });
  after(() => gateway.stop());
  const get = (path: string, init?: RequestInit) => fetch(gateway.url + path, init);
  const content = async (response: Response) => Buffer.from(await response.arrayBuffer());

  test("serves a file with its type, a lasting ETag, and nothing that could run", async () => {
    const response = await get(`/ipfs/${cid}`);
    assert.equal(response.status, 200);
    assert.ok((await content(response)).equals(picture));
    const expected = {
      "content-type": "image/png",
      "content-length": String(picture.length),
      etag: `"${cid}"`,
      "cache-control": "public, max-age=29030400, immutable",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "access-control-allow-origin": "*",
      "accept-ranges": "bytes",
      "content-disposition": "inline",
    };
    for (const [name, value] of Object.entries(expected))
      assert.equal(response.headers.get(name), value, name);
  });

  test("never serves HTML or SVG as such", async () => {
    for (const text of [
      "<!doctype html><script>alert(1)</script>",
      "<svg xmlns='http://www.w3.org/2000/svg'/>",
      "GIF",
    ]) {
      const { cid } = await store.put(Buffer.from(text), {
        name: "x.html",
        tier: "hot",
        mimeType: "text/html",
      });
      const response = await get(`/ipfs/${cid}`);
      assert.equal(response.headers.get("content-type"), "application/octet-stream");
      assert.equal(response.headers.get("content-disposition"), "attachment");
      await content(response);
    }
  });

  test("names a download", async () => {
    const response = await get(
      `/ipfs/${cid}?download=true&filename=${encodeURIComponent(`ünï "x"\r\n.png`)}`,
    );
    const disposition = "attachment; filename*=UTF-8''%C3%BCn%C3%AF%20%22x%22%0D%0A.png";
    assert.equal(response.headers.get("content-disposition"), disposition);
    await content(response);
  });

  test("answers HEAD without a body", async () => {
    for (const format of ["", "?format=raw", "?format=car"]) {
      const response = await get(`/ipfs/${cid}${format}`, { method: "HEAD" });
      assert.equal(response.status, 200);
      assert.equal((await content(response)).length, 0);
    }
  });

  test("serves ranges", async () => {
    const part = await get(`/ipfs/${cid}`, { headers: { range: "bytes=1048570-1048585" } });
    assert.equal(part.status, 206);
    assert.equal(part.headers.get("content-range"), `bytes 1048570-1048585/${picture.length}`);
    assert.ok((await content(part)).equals(picture.subarray(1_048_570, 1_048_586)));
    const beyond = await get(`/ipfs/${cid}`, { headers: { range: `bytes=${picture.length}-` } });
    assert.equal(beyond.status, 416);
    assert.equal(beyond.headers.get("content-range"), `bytes */${picture.length}`);
    const changed = await get(`/ipfs/${cid}`, { headers: { range: "bytes=0-1", "if-range": '"other"' } });
    assert.equal(changed.status, 200);
    assert.equal((await content(changed)).length, picture.length);
  });

  test("answers 304 to those who have it", async () => {
    for (const tag of [`"${cid}"`, `W/"${cid}"`, `"other", "${cid}"`, "*"])
      assert.equal((await get(`/ipfs/${cid}`, { headers: { "if-none-match": tag } })).status, 304);
    const other = await get(`/ipfs/${cid}`, { headers: { "if-none-match": '"other"' } });
    assert.equal(other.status, 200);
    await content(other);
  });

  test("serves single blocks and whole CARs, by query or by Accept", async () => {
    for (const [path, accept] of [
      ["?format=raw", "*/*"],
      ["", "application/vnd.ipld.raw"],
    ] as const) {
      const response = await get(`/ipfs/${cid}${path}`, { headers: { accept } });
      assert.equal(response.headers.get("content-type"), "application/vnd.ipld.raw");
      checkBlock(parseCid(cid), await content(response));
    }
    for (const [path, accept] of [
      ["?format=car", "*/*"],
      ["", "application/vnd.ipld.car; version=1"],
    ] as const) {
      const reader = await CarReader.fromBytes(
        await content(await get(`/ipfs/${cid}${path}`, { headers: { accept } })),
      );
      assert.deepEqual((await reader.getRoots()).map(String), [cid]);
      let blocks = 0;
      for await (const block of reader.blocks()) {
        checkBlock(block.cid as never, block.bytes);
        blocks += 1;
      }
      assert.equal(blocks, 4);
    }
  });

  test("refuses what it does not know with one sentence", async () => {
    const cases: [method: string, path: string, status: number][] = [
      ["GET", "/", 404],
      ["GET", "/ipfs/", 400],
      ["GET", "/ipfs/hello", 400],
      ["GET", `/ipfs/${cid}/path`, 400],
      ["GET", `/ipfs/${cid}?format=tar`, 400],
      ["GET", "/ipfs/bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", 404],
      ["GET", "/ipfs/..%2f..%2fetc%2fpasswd", 400],
      ["DELETE", `/ipfs/${cid}`, 405],
      ["GET", "/v3/files/public", 401],
    ];
    for (const [method, path, status] of cases) {
      const response = await get(path, { method });
      assert.equal(response.status, status, `${method} ${path}`);
      const { error } = (await response.json()) as { error: string };
      assert.match(error, /^[A-Z"].{5,150}\.$/);
    }
  });

  test("lets browsers of other origins in", async () => {
    const response = await get(`/ipfs/${cid}`, { method: "OPTIONS", headers: { origin: "http://gallery" } });
    assert.equal(response.status, 204);
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
    assert.match(response.headers.get("access-control-allow-headers") ?? "", /range/);
  });

  test("wants the token, whole and right", async () => {
    for (const authorization of [
      "",
      "Bearer",
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      `Basic ${token}`,
    ]) {
      const response = await get("/v3/files/public", { headers: { authorization } });
      assert.equal(response.status, 401, authorization);
      await content(response);
    }
  });

  test("stops an upload that is too large while it is still coming", async () => {
    const { response, sent } = await pour(`${gateway.url}/v3/files`, 200 * mebibyte);
    assert.equal(response.statusCode, 413);
    assert.ok(sent < 100 * mebibyte, `took ${sent} bytes`);
  });

  test("refuses a too large upload by its length alone", async () => {
    const response = await fetch(`${gateway.url}/v3/files`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "multipart/form-data; boundary=x" },
      body: sampleBytes(21 * mebibyte) as BodyInit,
    });
    assert.equal(response.status, 413);
    await content(response);
  });

  const pinsNamed = async (name: string): Promise<unknown[]> => {
    const answer = await get(`/v3/files/public?name=${name}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return ((await answer.json()) as { data: { files: unknown[] } }).data.files;
  };

  test("refuses forms without a file, forms that are cut off, and what is no form", async () => {
    const post = (body: BodyInit, type?: string) =>
      get("/v3/files", {
        method: "POST",
        body,
        headers: { authorization: `Bearer ${token}`, ...(type && { "content-type": type }) },
      });
    const empty = new FormData();
    empty.append("name", "nothing");
    assert.equal((await post(empty)).status, 400);
    const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nhello';
    assert.equal((await post(head, "multipart/form-data; boundary=x")).status, 400);
    const cutLater = `${head}\r\n--x\r\ncontent-disposition: form-data; name="network"\r\n\r\npubl`;
    assert.equal((await post(cutLater, "multipart/form-data; boundary=x")).status, 400);
    assert.deepEqual(await pinsNamed("a"), []);
    assert.equal((await post(head, "multipart/form-data")).status, 415);
    assert.equal((await post("{}", "application/json")).status, 415);
    const wrong = new FormData();
    wrong.append("file", new File(["1"], "a"));
    wrong.append("keyvalues", "{");
    assert.equal((await post(wrong)).status, 400);
  });

  test("forgets an upload whose sender vanished", async () => {
    const bytes = sampleBytes(3 * mebibyte, "vanished");
    const upload = request(`${gateway.url}/v3/files`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "multipart/form-data; boundary=x" },
    });
    upload.on("error", () => {});
    upload.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n');
    await new Promise((resolve) => upload.write(bytes, resolve));
    upload.destroy();
    const { cid } = await store.put(bytes, { name: "whole", tier: "hot" });
    assert.ok(Buffer.from(await store.get(cid, { maxBytes: bytes.length })).equals(bytes));
    assert.deepEqual(await pinsNamed("a"), []);
  });
});

/** Sends a multipart upload of unknown length until somebody answers. */
async function pour(url: string, most: number): Promise<{ response: IncomingMessage; sent: number }> {
  const upload = request(url, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "multipart/form-data; boundary=x" },
  });
  const answered = Promise.withResolvers<IncomingMessage>();
  upload.on("response", (response) => {
    response.resume();
    answered.resolve(response);
  });
  upload.on("error", answered.reject);
  let sent = 0;
  let done = false;
  const finish = () => {
    done = true;
  };
  answered.promise.then(finish, finish);
  upload.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n');
  const chunk = Buffer.alloc(mebibyte);
  while (!done && sent < most) {
    sent += chunk.length;
    if (!upload.write(chunk))
      await Promise.race([new Promise((resolve) => upload.once("drain", resolve)), answered.promise]);
  }
  const response = await answered.promise;
  upload.destroy();
  return { response, sent };
}
