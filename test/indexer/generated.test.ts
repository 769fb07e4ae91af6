import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import { tilesRoot } from "@graphiti/protocol/digests.ts";
import { encodeGenerateParams } from "@graphiti/protocol/generate-params.ts";
import {
  findGeneratedWork,
  findReceiptedWork,
  generatorGeometry,
  refuseGenerated,
  rootOfCut,
} from "@graphiti/protocol/generated-works.ts";
import { type TileDigest, tileDigestsOf } from "@graphiti/protocol/picture/input-root.ts";
import { seedFromText } from "@graphiti/protocol/seed-text.ts";
import { lotCount, lotIdOf, shapeOf } from "@graphiti/protocol/terms.ts";
import sharp from "sharp";
import type { Hex } from "viem";
import { getJob } from "../../app/_data/jobs.ts";
import { dev } from "./support/chain-client.ts";
import { windowSeconds } from "./support/local-times.ts";
import type { Job } from "./support/play.ts";
import { Stage } from "./support/stage.ts";

const dream = {
  kind: 2,
  ...generatorGeometry,
  channels: 3,
  probeLayer: 1,
  modelDigest: `0x${"d2".repeat(32)}`,
} as const;
const dreamId = 2;
const params = {
  seed: seedFromText("7"),
  palette: 3,
  complexity: 4,
  symmetry: 2,
  variation: 9,
};
/** Six tiles of at most 256 × 256. */
const size = { width: 600, height: 400 };

const wayOut = {
  name: "Render it larger",
  path: "/generate?service=dream&seed=7&palette=verdigris&complexity=4&symmetry=fourfold&variation=9&width=8192&height=5461",
};

let stage: Stage;
let folder: string;

async function paint(name: string, change = 0): Promise<string> {
  const { width, height } = size;
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * 7 + (at >> 9)) & 255);
  pixels[0] = change;
  const path = join(folder, `${name}.png`);
  await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(path);
  return path;
}

/** From the post to the token; every lot hands in the root of its own tiles. */
async function mint(tiles: TileDigest[], tilesPerLot: number, serviceId: number): Promise<Job> {
  const { play } = stage;
  const order = { tilesPerLot, claimSeconds: 90 };
  const job = await play.post({ ...size, serviceId, params: encodeGenerateParams(params), ...order });
  const shape = shapeOf(job.terms);
  const lots = lotCount(shape);
  const roots: Hex[] = Array.from({ length: lots }, (_, lot) =>
    lot === lots - 1
      ? rootOfCut(tiles, tilesPerLot)
      : tilesRoot(tiles.slice(lot * tilesPerLot, (lot + 1) * tilesPerLot)),
  );
  for (const [index, root] of roots.entries()) {
    play.outputRoots.set(lotIdOf(job.jobId, index), root);
    const submitted = await play.submit(job, await play.claim(job, index), { index });
    await play.pass(windowSeconds);
    await play.finalise(job, submitted, index);
  }
  return job;
}

const gallery = () => ({ indexerUrl: stage.url, galleryUrl: "https://gallery.example" });
const receiptOf = (id: string) => `https://gallery.example/works/${id}`;
/** A picture without a pixel of the work that it calls itself a copy of. */
const claimed = (receiptUrl: string, change = {}) =>
  findReceiptedWork({ ...size, receiptUrl, ...change }, gallery());

const found = (path: string, hasAlpha = false) => findGeneratedWork({ path, ...size, hasAlpha }, stage.url);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "generated-"));
  stage = await Stage.open();
  await stage.client.writeContract({
    account: dev.deployer,
    address: stage.play.deployment.addresses.registry,
    abi: serviceRegistryAbi,
    functionName: "register",
    args: [dream, "d".repeat(59)],
  });
  await stage.startIndexer();
  await stage.play.becomeOperator();
});

after(async () => {
  await stage[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

test("no picture is taken for a generated one while none was minted", async () => {
  const path = await paint("nothing");
  assert.equal(await found(path), undefined);
  const upscaled = await mint(await tileDigestsOf(path, generatorGeometry), 6, 1);
  await stage.indexed();
  assert.equal((await getJob(String(upscaled.jobId)))?.service?.kind, 1);
  assert.equal(await found(path), undefined, "a job of an upscaling service");
});

test("a generated work is recognised by its pixels, however its tiles were cut", async () => {
  for (const [index, tilesPerLot] of [6, 4, 1].entries()) {
    const path = await paint(`cut-${tilesPerLot}`, index + 1);
    const tiles = await tileDigestsOf(path, generatorGeometry);
    const { jobId } = await mint(tiles, tilesPerLot, dreamId);
    await stage.indexed();
    assert.deepEqual(await found(path), { jobId: String(jobId), serviceId: dreamId, params });
  }
});

test("one changed pixel, transparency or another size make it another picture", async () => {
  assert.equal(await found(await paint("changed", 200)), undefined);
  const path = await paint("cut-6", 1);
  assert.ok(await found(path));
  assert.equal(await found(path, true), undefined);
  assert.equal(
    await findGeneratedWork({ path, width: 601, height: 400, hasAlpha: false }, stage.url),
    undefined,
  );
});

test("the refusal says where to render it larger, with everything else the same", async () => {
  const path = await paint("cut-6", 1);
  await assert.rejects(
    refuseGenerated({ path, ...size, hasAlpha: false }, gallery(), () => "dream"),
    {
      code: "UPSCALE_OF_GENERATED",
      wayOut,
    },
  );
});

test("a copy that keeps no pixel is recognised by its receipt and size", async () => {
  assert.deepEqual(await claimed(receiptOf("2")), { jobId: "2", serviceId: dreamId, params });
  const largest = String(2n ** 256n);
  for (const id of ["1", "99", "0", largest])
    assert.equal(await claimed(receiptOf(id)), undefined, `${id} is upscaled, or nothing`);
  assert.equal(await claimed("https://other.example/works/2"), undefined, "of another gallery");
  assert.equal(await claimed(receiptOf("2"), { width: 601 }), undefined, "cut or scaled");
  assert.equal(await claimed("2"), undefined);
  const path = await paint("copied", 77);
  const copy = { path, ...size, hasAlpha: false, receiptUrl: receiptOf("2") };
  await assert.rejects(
    refuseGenerated(copy, gallery(), () => "dream"),
    {
      code: "UPSCALE_OF_GENERATED",
      message: /a copy of work 2, which was generated here at 600 × 400/,
      nextStep: /without the copy's metadata/,
      wayOut,
    },
  );
});

test("an index that does not answer keeps nobody from going on", async () => {
  const path = await paint("cut-6", 1);
  const silent = { ...gallery(), indexerUrl: "http://127.0.0.1:1" };
  const receiptUrl = receiptOf("2");
  await refuseGenerated({ path, ...size, hasAlpha: false, receiptUrl }, silent, () => "dream");
});

test("the index tells of a job's kind and parameters, and refuses questions that make no sense", async () => {
  const { url } = stage;
  const job = await getJob("2");
  assert.deepEqual([job?.service?.kind, job?.work.params], [2, encodeGenerateParams(params)]);
  const status = async (path: string) => (await fetch(new URL(path, url))).status;
  assert.equal(await status("/generated/cuts?width=1&height=x"), 400);
  assert.equal(await status("/generated/cuts?width=1"), 400);
  assert.equal(await status("/generated/numbered?id=2&width=1"), 400);
  assert.equal(await status(`/generated/numbered?id=${"9".repeat(79)}&width=1&height=1`), 400);
  assert.equal(await status(`/generated/numbered?id=${"9".repeat(78)}&width=1&height=1`), 200);
  assert.equal(await status("/generated/work?root=0x12"), 400);
  assert.equal(await status(`/generated/work?${`root=0x${"ab".repeat(32)}&`.repeat(129)}`), 400);
  assert.equal(await status("/generated/work"), 200);
});
