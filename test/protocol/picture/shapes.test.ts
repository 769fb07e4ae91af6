import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { canonicalise } from "@graphiti/protocol/picture/canonicalise.ts";
import { inputRootOf } from "@graphiti/protocol/picture/input-root.ts";
import sharp from "sharp";
import { assertNotices, canonical, pixelAt } from "./made/canonical.ts";
import { promisedPng, rawPng } from "./made/raw-png.ts";

const letters = "ABCDEF";
const colourOf = (letter: string) => [10 + 40 * letters.indexOf(letter), 200, 7];

/** Where the letters of ABC / DEF stand when the picture is upright, by EXIF's definition. */
const upright: [1 | 2 | 3 | 4 | 5 | 6 | 7 | 8, string[]][] = [
  [1, ["ABC", "DEF"]],
  [2, ["CBA", "FED"]],
  [3, ["FED", "CBA"]],
  [4, ["DEF", "ABC"]],
  [5, ["AD", "BE", "CF"]],
  [6, ["DA", "EB", "FC"]],
  [7, ["FC", "EB", "DA"]],
  [8, ["CF", "BE", "AD"]],
];

for (const [orientation, rows] of upright)
  test(`EXIF orientation ${orientation} stands upright, opaque and with alpha`, async () => {
    for (const alpha of [undefined, 99]) {
      const channels = alpha === undefined ? 3 : 4;
      const pixels = [...letters].flatMap((letter) => [...colourOf(letter), ...(alpha ? [alpha] : [])]);
      const png = await sharp(Uint8Array.from(pixels), { raw: { width: 3, height: 2, channels } })
        .withMetadata({ orientation })
        .png()
        .toBuffer();
      const made = await canonical(png);
      assert.deepEqual([made.picture.width, made.picture.height], [rows[0]?.length, rows.length]);
      const found = rows.map((row, y) =>
        [...row].map((_, x) => letters[((pixelAt(made, x, y)[0] as number) - 10) / 40]).join(""),
      );
      assert.deepEqual(found, rows);
      if (alpha) assert.equal(pixelAt(made, 0, 0)[3], alpha);
      assert.equal(
        made.picture.notices.some((text) => /turned/.test(text)),
        orientation !== 1,
      );
    }
  });

/** Red tells the column and green the row, as far as 8 bits go. */
function numbered(width: number, height: number, channels: 3 | 4): Promise<Buffer> {
  const pixels = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      pixels.set(channels === 4 ? [x, y, 7, 1 + ((x + y) % 255)] : [x, y, 7], (y * width + x) * channels);
  return sharp(pixels, { raw: { width, height, channels } }).png({ compressionLevel: 1 }).toBuffer();
}

async function comesThrough(width: number, height: number): Promise<void> {
  for (const channels of [3, 4] as const) {
    const made = await canonical(await numbered(width, height, channels));
    assert.deepEqual([made.picture.width, made.picture.height, made.channels], [width, height, channels]);
    for (const [x, y] of [
      [0, 0],
      [width - 1, 0],
      [width >> 1, height >> 1],
      [width - 1, height - 1],
    ] as const)
      assert.deepEqual(pixelAt(made, x, y).slice(0, 3), [x & 255, y & 255, 7]);
    assertNotices(made);
  }
}

test("tiny pictures, 1 × 1 to 15 × 15, come through as they are", async () => {
  for (let side = 1; side <= 15; side++) await comesThrough(side, side);
  await comesThrough(1, 15);
  await comesThrough(15, 1);
});

test("long and thin pictures come through as they are, both ways", async () => {
  await comesThrough(16, 8192);
  await comesThrough(8192, 16);
});

test("a tiny picture has an input root for every geometry", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tiny-"));
  try {
    await writeFile(join(folder, "in"), await numbered(1, 1, 4));
    const { path } = await canonicalise(join(folder, "in"), join(folder, "out.png"));
    for (const halo of [7, 11, 13])
      assert.match(await inputRootOf(path, { scale: 2, tileCore: 128, halo }), /^0x[0-9a-f]{64}$/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** Three frames of 8 × 8 below each other: 50, 150, 250. */
const frames = () =>
  sharp(Buffer.concat([50, 150, 250].map((value) => Buffer.alloc(8 * 8 * 3, value))), {
    raw: { width: 8, height: 24, channels: 3, pageHeight: 8 },
  });

test("of an animated WebP and a TIFF of many pages, the first one is taken and it is said so", async () => {
  for (const file of [frames().webp({ lossless: true }), frames().tiff({ compression: "lzw" })]) {
    const bytes = await file.toBuffer();
    assert.equal((await sharp(bytes).metadata()).pages, 3);
    const made = await canonical(bytes);
    assert.deepEqual([made.picture.width, made.picture.height], [8, 8]);
    assert.deepEqual(pixelAt(made, 7, 7), [50, 50, 50]);
    assertNotices(made, /first page or frame/);
  }
});

test("of an animated AVIF, the still picture in it is taken and it is said so", async () => {
  const still = await sharp({ create: { width: 9, height: 5, channels: 3, background: "#404040" } })
    .avif({ lossless: true })
    .toBuffer();
  const sequence = Buffer.from(still);
  sequence.write("avis", 8, "latin1");
  const made = await canonical(sequence);
  assert.deepEqual([made.picture.width, made.picture.height], [9, 5]);
  assert.deepEqual(made.pixels, (await canonical(still)).pixels);
  assertNotices(made, /first page or frame/);
});

const busy = () =>
  sharp({
    create: {
      ...{ width: 90, height: 70, channels: 3, background: "black" },
      noise: { type: "gaussian", mean: 128, sigma: 40 },
    },
  });

test("interlaced PNG and progressive JPEG give the same pixels as plain ones", async () => {
  const raw = await busy().raw().toBuffer();
  const open = () => sharp(raw, { raw: { width: 90, height: 70, channels: 3 } });
  const png = await canonical(await open().png({ progressive: true }).toBuffer());
  assert.deepEqual(png.pixels, raw);
  assertNotices(png);
  const progressive = await canonical(await open().jpeg({ progressive: true, quality: 90 }).toBuffer());
  const baseline = await canonical(await open().jpeg({ progressive: false, quality: 90 }).toBuffer());
  assert.deepEqual(progressive.pixels, baseline.pixels);
  assertNotices(progressive);
});

const formats = ["png", "jpeg", "webp", "tiff", "avif"] as const;
for (const format of formats)
  test(`a ${format.toUpperCase()} that is cut short anywhere is refused`, async () => {
    const whole = await busy()[format]().toBuffer();
    for (const part of [0.3, 0.6, 0.9]) {
      const cut = whole.subarray(0, Math.floor(whole.length * part));
      await assert.rejects(canonical(cut), { code: "PICTURE_UNREADABLE" }, `${part} of it`);
    }
  });

test("too many pixels are refused by the header alone", async () => {
  const refused: [Buffer, RegExp][] = [
    [promisedPng(20_000, 20_000, false), /100 million pixels/],
    [promisedPng(9_000, 9_000, true), /50 million pixels.*interlaced/],
    [
      rawPng({ width: 70_000, height: 1, depth: 8, kind: "grey", rows: new Uint8Array(70_000) }),
      /65535 pixels/,
    ],
  ];
  for (const [bytes, message] of refused)
    await assert.rejects(canonical(bytes), { code: "PICTURE_TOO_LARGE", message });
});
