import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { GraphitiError } from "@graphiti/protocol/errors.ts";
import { receiveUpload } from "../../app/_server/receive-upload.ts";

let folder: string;
let count = 0;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "graphiti-upload-"));
});
after(() => rm(folder, { recursive: true }));

const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const freshPath = () => join(folder, String(count++));
const request = (body: BodyInit | null, headers?: HeadersInit) =>
  new Request("http://gallery/api/uploads", { method: "POST", body, headers, duplex: "half" } as RequestInit);
const refusedWith = (code: string) => (thrown: unknown) => (thrown as GraphitiError).code === code;

test("a body arrives byte for byte", async () => {
  const body = Buffer.concat([png, Buffer.alloc(3000, 7)]);
  const path = freshPath();
  assert.equal(await receiveUpload(request(body), path), body.length);
  assert.deepEqual(await readFile(path), body);
});

test("nothing, text, SVG and GIF are refused by their first bytes", async () => {
  await assert.rejects(receiveUpload(request(null), freshPath()), refusedWith("PICTURE_EMPTY"));
  for (const body of [
    "x",
    "hello, this is not a picture at all",
    "<svg xmlns='http://www.w3.org/2000/svg'/>".padEnd(80),
    `GIF89a${"0".repeat(80)}`,
  ])
    await assert.rejects(receiveUpload(request(body), freshPath()), refusedWith("PICTURE_FORMAT"), body);
});

test("an announced length above the cap is refused before anything is read", async () => {
  const announced = request(png, { "content-length": "101" });
  await assert.rejects(receiveUpload(announced, freshPath(), 100), refusedWith("PICTURE_TOO_LARGE"));
});

test("a body without a length is cut off as soon as it passes the cap", async () => {
  let sent = 0;
  const long = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(sent === 0 ? new Uint8Array(png) : new Uint8Array(1000));
      sent += 1;
      // Ends some day, so that a cap that is missing fails this test rather than hangs it.
      if (sent === 100) controller.close();
    },
  });
  await assert.rejects(receiveUpload(request(long), freshPath(), 10_000), refusedWith("PICTURE_TOO_LARGE"));
  assert.ok(sent < 20, `${sent} chunks were taken`);
});

test("bytes that come one by one are judged all the same", async () => {
  const dripping = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of Buffer.from("not a picture, slowly, byte by byte, on and on"))
        controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  await assert.rejects(receiveUpload(request(dripping), freshPath()), refusedWith("PICTURE_FORMAT"));
});
