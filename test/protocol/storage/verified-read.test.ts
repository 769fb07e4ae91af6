import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { readdir } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import path from "node:path";
import { describe, type TestContext, test } from "node:test";
import fc from "fast-check";
import { car, fileNode, leaf, startEvilGateway, startGatewaySending } from "./evil-gateway.ts";
import { errorWith } from "./graphiti-error.ts";
import { scratchFolder } from "./running-gateway.ts";
import { mebibyte, sampleBytes } from "./sample-bytes.ts";
import { startServer } from "./test-server.ts";

const first = leaf(sampleBytes(1000, "first"));
const second = leaf(sampleBytes(500, "second"));
const root = fileNode([
  { cid: first.cid, claims: 1000n },
  { cid: second.cid, claims: 500n },
]);
const rootCid = root.cid.toString();
const whole = Buffer.concat([first.bytes, second.bytes]);

/** Reads through a gateway that sends `body`, into memory and into a file, which must not appear on failure. */
async function refuses(
  t: TestContext,
  body: Uint8Array,
  cid: string,
  check: (thrown: unknown) => boolean,
  maxBytes = 10 * mebibyte,
) {
  const gateway = await startGatewaySending(t, body);
  const { directory, remove } = await scratchFolder();
  try {
    await assert.rejects(gateway.store.get(cid, { maxBytes }), check);
    await assert.rejects(gateway.store.download(cid, path.join(directory, "copy"), { maxBytes }), check);
    assert.deepEqual(await readdir(directory), []);
  } finally {
    await remove();
  }
}

describe("a gateway that lies about bytes", () => {
  test("is caught for a single block", async (t) => {
    const bytes = Buffer.from(first.bytes);
    bytes[500] = (bytes[500] ?? 0) ^ 1;
    await refuses(t, bytes, first.cid.toString(), errorWith("STORE_BYTES_MISMATCH"));
    await refuses(t, Buffer.alloc(0), first.cid.toString(), errorWith("STORE_BYTES_MISMATCH"));
  });

  test("is caught for one wrong bit anywhere in a file's blocks", async (t) => {
    const good = await car([root, first, second]);
    const mismatch = errorWith("STORE_BYTES_MISMATCH");
    for (const part of [root.bytes, first.bytes, second.bytes]) {
      const bytes = Buffer.from(good);
      const at = bytes.indexOf(part) + part.length - 1;
      bytes[at] = (bytes[at] ?? 0) ^ 0x80;
      await refuses(t, bytes, rootCid, mismatch);
    }
  });

  test("is caught when it sends another file, other blocks, or a web page", async (t) => {
    await refuses(t, await car([second]), rootCid, errorWith("STORE_REFUSED"));
    await refuses(t, await car([root, second, first]), rootCid, errorWith("STORE_REFUSED"));
    await refuses(
      t,
      Buffer.from("<html>Welcome</html>".repeat(1000)),
      rootCid,
      errorWith("STORE_BYTES_MISMATCH"),
    );
  });

  test("is caught when it breaks off, wherever that is, and may be asked again", async (t) => {
    const good = await car([root, first, second]);
    const gatewayAt = { cut: 0 };
    const gateway = await startEvilGateway(t, (_request, response) =>
      response.end(good.subarray(0, gatewayAt.cut)),
    );
    const retryable = errorWith("STORE_UNREACHABLE", true);
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), async (cut) => {
        gatewayAt.cut = cut;
        await assert.rejects(gateway.store.get(rootCid, { maxBytes: 1500 }), retryable);
      }),
      { numRuns: 60, examples: [[0], [good.length - 1], [good.length - second.bytes.length - 38]] },
    );
    gatewayAt.cut = good.length;
    assert.ok(Buffer.from(await gateway.store.get(rootCid, { maxBytes: 1500 })).equals(whole));
  });

  test("may send blocks twice, as some do", async (t) => {
    const twin = fileNode([
      { cid: first.cid, claims: 1000n },
      { cid: first.cid, claims: 1000n },
      { cid: second.cid, claims: 500n },
    ]);
    const expected = Buffer.concat([first.bytes, whole]);
    for (const blocks of [
      [twin, first, second],
      [twin, first, first, second],
    ]) {
      const gateway = await startGatewaySending(t, await car(blocks));
      assert.ok(
        Buffer.from(await gateway.store.get(twin.cid.toString(), { maxBytes: 2500 })).equals(expected),
      );
    }
  });
});

describe("a file that lies about its size", () => {
  test("is refused when a part is longer or shorter than its parent says", async (t) => {
    for (const claims of [1n, 999n, 1001n]) {
      const lying = fileNode([{ cid: first.cid, claims }]);
      await refuses(t, await car([lying, first]), lying.cid.toString(), errorWith("STORE_BYTES_MISMATCH"));
    }
    const again = fileNode([
      { cid: first.cid, claims: 1000n },
      { cid: first.cid, claims: 999n },
    ]);
    await refuses(t, await car([again, first]), again.cid.toString(), errorWith("STORE_BYTES_MISMATCH"));
  });

  test("is refused before a second block is read when it claims too much", async (t) => {
    await refuses(t, await car([root]), rootCid, errorWith("STORE_TOO_LARGE"), 1499);
  });
});

describe("a block bomb", () => {
  /** A megabyte repeated 1024 times per level. */
  function bomb(levels: number, part: Uint8Array, fanOut = 1024) {
    const blocks = [leaf(part)];
    let claims = BigInt(part.length);
    for (let level = 0; level < levels; level += 1) {
      const child = blocks[0] as (typeof blocks)[number];
      blocks.unshift(fileNode(Array.from({ length: fanOut }, () => ({ cid: child.cid, claims }))));
      claims *= BigInt(fanOut);
    }
    return { blocks, claims };
  }

  test("of petabytes is refused within a second", async (t) => {
    const { blocks, claims } = bomb(3, new Uint8Array(mebibyte));
    assert.equal(claims, 2n ** 50n);
    const body = await car(blocks);
    assert.ok(body.length < 1.3 * mebibyte);
    const started = performance.now();
    await refuses(t, body, String(blocks[0]?.cid), errorWith("STORE_TOO_LARGE"));
    assert.ok(performance.now() - started < 1000);
  });

  test("of more bytes than a number can count is refused", async (t) => {
    const { blocks } = bomb(4, new Uint8Array(mebibyte));
    await refuses(t, await car(blocks), String(blocks[0]?.cid), errorWith("STORE_TOO_LARGE"));
  });

  test("of a million parts of one byte is refused quickly", async (t) => {
    const { blocks } = bomb(2, new Uint8Array(1));
    const started = performance.now();
    await refuses(t, await car(blocks), String(blocks[0]?.cid), errorWith("STORE_REFUSED"));
    assert.ok(performance.now() - started < 2000);
  });

  test("of empty parts, or of endless depth, is refused", async (t) => {
    const empty = fileNode([]);
    const hollow = fileNode(Array.from({ length: 1024 }, () => ({ cid: empty.cid, claims: 0n })));
    await refuses(t, await car([hollow, empty]), hollow.cid.toString(), errorWith("STORE_REFUSED"));
    const { blocks } = bomb(50, new Uint8Array(1), 1);
    await refuses(t, await car(blocks), String(blocks[0]?.cid), errorWith("STORE_REFUSED"));
  });

  test("of a directory or nonsense is refused", async (t) => {
    const directory = fileNode([], "directory");
    await refuses(t, await car([directory]), directory.cid.toString(), errorWith("STORE_REFUSED"));
  });
});

describe("a gateway that sends too much", () => {
  /** Sends chunks until the reader hangs up; tells how many bytes it got rid of. */
  function endless(head: Uint8Array) {
    const sent = { bytes: 0 };
    const pour = (response: ServerResponse) => {
      while (!response.destroyed && sent.bytes < 200 * mebibyte) {
        sent.bytes += 65_536;
        if (!response.write(Buffer.alloc(65_536))) return void response.once("drain", () => pour(response));
      }
      response.end();
    };
    const listener = (_request: unknown, response: ServerResponse) => {
      response.write(head);
      pour(response);
    };
    return { sent, listener };
  }

  test("is left before it has filled memory", async (t) => {
    const carHead = (await car([root])).subarray(0, -root.bytes.length - 38);
    const hugeBlock = Buffer.concat([carHead, Buffer.from([0xff, 0xff, 0xff, 0xff, 0x03]), root.cid.bytes]);
    for (const [head, cid, code] of [
      [Buffer.alloc(0), first.cid.toString(), "STORE_REFUSED"],
      [hugeBlock, rootCid, "STORE_REFUSED"],
    ] as const) {
      const { sent, listener } = endless(head);
      const gateway = await startEvilGateway(t, listener);
      const thrown = gateway.store.get(cid, { maxBytes: 1000 * mebibyte });
      await assert.rejects(thrown, (error) => errorWith(code)(error) || true);
      assert.ok(sent.bytes < 20 * mebibyte, `took ${sent.bytes} bytes`);
    }
  });
});

test("a gateway that repeats a block without end is left", async (t) => {
  const [head, repeated] = [
    await car([root, first]),
    (await car([root, first])).subarray(-(first.bytes.length + 38)),
  ];
  let sent = 0;
  const gateway = await startEvilGateway(t, (_request, response) => {
    response.write(head);
    const pour = () => {
      while (!response.destroyed && sent < 100 * mebibyte) {
        sent += repeated.length;
        if (!response.write(repeated)) return void response.once("drain", pour);
      }
      response.end();
    };
    pour();
  });
  await assert.rejects(gateway.store.get(rootCid, { maxBytes: 1500 }), errorWith("STORE_REFUSED"));
  assert.ok(sent < 20 * mebibyte, `took ${sent} bytes`);
});

describe("a gateway that does not answer properly", () => {
  test("is refused when it redirects", async (t) => {
    const target = await startServer((_request, response) => response.end(first.bytes));
    const gateway = await startEvilGateway(t, (_request, response) =>
      response.writeHead(302, { location: target.url }).end(),
    );
    await assert.rejects(
      gateway.store.get(first.cid.toString(), { maxBytes: 1000 }),
      errorWith("STORE_REFUSED"),
    );
    await target.stop();
  });

  for (const [status, code, retryable] of [
    [404, "STORE_NOT_FOUND", true],
    [410, "STORE_NOT_FOUND", true],
    [429, "STORE_UNREACHABLE", true],
    [500, "STORE_UNREACHABLE", true],
    [504, "STORE_UNREACHABLE", true],
    [401, "STORE_REFUSED", false],
    [413, "STORE_TOO_LARGE", false],
    [507, "DISK_FULL", false],
  ] as const)
    test(`makes ${code} of HTTP ${status}`, async (t) => {
      const gateway = await startEvilGateway(t, (_request, response) =>
        response.writeHead(status).end("because"),
      );
      const read = gateway.store.get(rootCid, { maxBytes: 1 });
      await assert.rejects(read, errorWith(code, retryable));
    });

  for (const moment of ["before", "within"] as const)
    test(`is given up when it falls silent ${moment} the answer`, async (t) => {
      const reached = Promise.withResolvers<void>();
      const gateway = await startEvilGateway(t, (_request, response) => {
        if (moment === "before") reached.resolve();
        else response.write(first.bytes.subarray(0, 10));
      });
      const onHead = () => reached.resolve();
      subscribe("undici:request:headers", onHead);
      t.after(() => unsubscribe("undici:request:headers", onHead));
      t.mock.timers.enable({ apis: ["setTimeout"] });
      const read = gateway.store.get(first.cid.toString(), { maxBytes: 1000 });
      const refused = assert.rejects(read, errorWith("STORE_UNREACHABLE", true));
      let settled = false;
      void refused.finally(() => {
        settled = true;
      });
      await reached.promise;
      while (!settled) {
        for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        t.mock.timers.tick(31_000);
      }
      await refused;
    });
});

test("a store that answers an upload with another content id is caught", async (t) => {
  const server = await startEvilGateway(t, (request, response) => {
    request.resume();
    if (request.method !== "POST") return void response.end(second.bytes);
    request.on("end", () => response.end(JSON.stringify({ data: { id: "1", cid: second.cid.toString() } })));
  });
  const put = server.store.put(first.bytes, { name: "x", tier: "hot" });
  await assert.rejects(put, errorWith("STORE_BYTES_MISMATCH"));
});
