import assert from "node:assert/strict";
import { mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { GraphitiError } from "@graphiti/protocol/errors.ts";
import { Gate } from "../../app/_server/gate.ts";
import { processMemory } from "../../app/_server/process-memory.ts";
import { requireRoom } from "../../app/_server/require-room.ts";
import { takeUpload } from "../../app/_server/take-upload.ts";
import { admitUpload, maxUploads } from "../../app/_server/upload-admission.ts";
import { POST as postCard } from "../../app/api/cards/route.ts";

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "graphiti-admission-"));
});
after(() => rm(folder, { recursive: true }));

const refusedWith = (code: string) => (thrown: unknown) => (thrown as GraphitiError).code === code;
const post = (body: BodyInit) =>
  new Request("http://gallery/", { method: "POST", body, duplex: "half" } as RequestInit);

/** A body that tells whether anybody began to read it. */
function watched() {
  const state = { isRead: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        state.isRead = true;
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  return { state, request: post(body) };
}

/** Takes all places of a gate; the function that comes back frees them. */
async function occupy(places: number, enter: (task: () => Promise<void>) => Promise<void>) {
  const held = Promise.withResolvers<void>();
  const full = Promise.withResolvers<void>();
  let count = 0;
  const inside = Array.from({ length: places }, () =>
    enter(async () => {
      count += 1;
      if (count === places) full.resolve();
      await held.promise;
    }),
  );
  await full.promise;
  return async () => {
    held.resolve();
    await Promise.all(inside);
  };
}

const openFolder = async () => folder;

test("an upload too many is refused before its body is read, and places come free again", async () => {
  const leave = await occupy(maxUploads, (task) => admitUpload(openFolder, task, 0));
  const { state, request } = watched();
  await assert.rejects(takeUpload(request), refusedWith("GALLERY_BUSY"));
  assert.equal(state.isRead, false);
  await leave();
  assert.equal(await admitUpload(openFolder, async () => "taken", 0), "taken");
});

test("no upload begins while the disk has no room for it and those that run", async () => {
  const { bavail, bsize } = await statfs(folder);
  const twoThirdsBytes = Math.floor((bavail * bsize * 2) / 3);
  const never = async () => assert.fail("this upload must not begin");
  const leave = await occupy(1, (task) => admitUpload(openFolder, task, twoThirdsBytes));
  await assert.rejects(admitUpload(openFolder, never, twoThirdsBytes), refusedWith("DISK_FULL"));
  await leave();
  await assert.rejects(requireRoom(folder, Number.MAX_SAFE_INTEGER), refusedWith("DISK_FULL"));
});

test("cards too many are refused before they are read", async () => {
  const gate = processMemory("cards", () => new Gate({ running: 14, waiting: 0 }));
  const leave = await occupy(14, (task) => gate.run(task));
  const { state, request } = watched();
  const answer = await postCard(request);
  assert.equal(answer.status, 503);
  assert.equal((await answer.json()).code, "GALLERY_BUSY");
  assert.equal(state.isRead, false);
  await leave();
});
