import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { deflateSync } from "node:zlib";
import { canonicalise } from "@graphiti/protocol/picture/canonicalise.ts";
import { inputRootOf } from "@graphiti/protocol/picture/input-root.ts";
import { openPicture } from "@graphiti/protocol/picture/open-picture.ts";
import sharp from "sharp";

const width = 40;
const height = 20;
const geometry = { scale: 2, tileCore: 512, halo: 7 };
const red = { create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } } as const;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "canonical-"));
});
after(() => rm(folder, { recursive: true }));

async function canonical(bytes: Uint8Array) {
  const input = join(folder, "input");
  const out = join(folder, "out.png");
  await writeFile(input, bytes);
  const picture = await canonicalise(input, out);
  const metadata = await sharp(out).metadata();
  const pixels = await sharp(out).raw().toBuffer();
  return { picture, metadata, pixels };
}

const near = (actual: number[], expected: number[], tolerance: number) =>
  actual.forEach((value, index) => {
    assert.ok(
      Math.abs(value - (expected[index] as number)) <= tolerance,
      `${actual} is not near ${expected}`,
    );
  });

const kinds: [string, () => Promise<Buffer>, number, RegExp | undefined][] = [
  ["PNG", () => sharp(red).png().toBuffer(), 0, undefined],
  ["palette PNG", () => sharp(red).png({ palette: true }).toBuffer(), 1, undefined],
  ["16-bit PNG", () => sharp(red).toColourspace("rgb16").png().toBuffer(), 1, /8 bits/],
  ["JPEG", () => sharp(red).jpeg({ quality: 100 }).toBuffer(), 3, undefined],
  ["CMYK JPEG", () => sharp(red).toColourspace("cmyk").jpeg({ quality: 100 }).toBuffer(), 40, /CMYK/],
  ["WebP", () => sharp(red).webp({ lossless: true }).toBuffer(), 0, undefined],
  ["TIFF", () => sharp(red).tiff({ compression: "lzw" }).toBuffer(), 0, undefined],
  ["AVIF", () => sharp(red).avif({ lossless: true }).toBuffer(), 2, undefined],
  ["Display P3 PNG", () => sharp(red).withIccProfile("p3").png().toBuffer(), 1, /colour profile/],
];

for (const [name, make, tolerance, notice] of kinds)
  test(`${name} becomes an 8-bit sRGB picture with the same colours`, async () => {
    const { picture, metadata, pixels } = await canonical(await make());
    assert.deepEqual([picture.width, picture.height, picture.hasAlpha], [width, height, false]);
    assert.deepEqual(
      [metadata.format, metadata.depth, metadata.channels, metadata.space],
      ["png", "uchar", 3, "srgb"],
    );
    assert.ok(!metadata.exif && !metadata.icc);
    near([...pixels.subarray(0, 3)], [200, 30, 30], tolerance);
    if (notice) assert.match(picture.notices.join(" "), notice);
    else assert.deepEqual(picture.notices, []);
  });

test("a picture that the camera turned is upright afterwards", async () => {
  const corner = Buffer.alloc(width * height * 3);
  corner.set([255, 255, 255], 0);
  const turned = await sharp(corner, { raw: { width, height, channels: 3 } })
    .withMetadata({ orientation: 6 })
    .png()
    .toBuffer();
  const { picture, pixels } = await canonical(turned);
  assert.deepEqual([picture.width, picture.height], [height, width]);
  assert.deepEqual([...pixels.subarray((height - 1) * 3, height * 3)], [255, 255, 255]);
  assert.match(picture.notices.join(" "), /turned/);
});

test("transparency is kept, and an alpha channel that hides nothing is dropped", async () => {
  const clear = {
    create: { width, height, channels: 4, background: { r: 9, g: 99, b: 199, alpha: 0.5 } },
  } as const;
  const kept = await canonical(await sharp(clear).png().toBuffer());
  assert.equal(kept.picture.hasAlpha, true);
  assert.deepEqual([...kept.pixels.subarray(0, 4)], [9, 99, 199, 128]);
  const opaque = { create: { ...clear.create, background: { r: 9, g: 99, b: 199, alpha: 1 } } };
  const dropped = await canonical(await sharp(opaque).png().toBuffer());
  assert.equal(dropped.picture.hasAlpha, false);
  assert.match(dropped.picture.notices.join(" "), /opaque/);
});

test("a single grey pixel is a picture too", async () => {
  const pixel = { create: { width: 1, height: 1, channels: 3, background: "#777" } } as const;
  const { picture, metadata } = await canonical(await sharp(pixel).greyscale().png().toBuffer());
  assert.deepEqual([picture.width, picture.height, metadata.channels], [1, 1, 3]);
  assert.match(await inputRootOf(picture.path, geometry), /^0x[0-9a-f]{64}$/);
});

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const chunk = Buffer.alloc(8 + body.length);
  chunk.writeUInt32BE(data.length);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), 4 + body.length);
  return chunk;
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A few kilobytes that claim side² pixels. */
function bomb(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((1 + Math.ceil(side / 8)) * 1000), { level: 9 });
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([
    signature,
    pngChunk("IHDR", header),
    pngChunk("IDAT", rows),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

const noise = { type: "gaussian", mean: 128, sigma: 30 } as const;
const noisy = () => sharp({ create: { width: 300, height: 300, channels: 3, noise, background: "black" } });
const half = (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1);

const plain = (width: number) => sharp({ create: { width, height: 7_000, channels: 3, background: "#777" } });

const refused: [string, () => Promise<Uint8Array> | Uint8Array, string][] = [
  ["no bytes", () => new Uint8Array(), "PICTURE_EMPTY"],
  ["text", () => Buffer.from("not a picture at all"), "PICTURE_FORMAT"],
  [
    "an SVG",
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    "PICTURE_FORMAT",
  ],
  ["a GIF", () => sharp(red).gif().toBuffer(), "PICTURE_FORMAT"],
  ["a PDF", () => Buffer.from("%PDF-1.7\n1 0 obj\n"), "PICTURE_FORMAT"],
  [
    "colours of Lab",
    () => sharp(red).toColourspace("labs").tiff({ compression: "none" }).toBuffer(),
    "PICTURE_FORMAT",
  ],
  ["half a PNG", async () => half(await noisy().png().toBuffer()), "PICTURE_UNREADABLE"],
  ["half a JPEG", async () => half(await noisy().jpeg().toBuffer()), "PICTURE_UNREADABLE"],
  ["a PNG signature with nothing behind", () => Buffer.from("89504e470d0a1a0a", "hex"), "PICTURE_UNREADABLE"],
  ["400 million pixels in a few kilobytes", () => bomb(20_000), "PICTURE_TOO_LARGE"],
  ["a WebP of 56 million pixels", () => plain(8_000).webp({ effort: 0 }).toBuffer(), "PICTURE_TOO_LARGE"],
  [
    "a progressive JPEG of 56",
    () => plain(8_000).jpeg({ progressive: true }).toBuffer(),
    "PICTURE_TOO_LARGE",
  ],
  ["an AVIF of 21 million", () => plain(3_000).avif({ effort: 0 }).toBuffer(), "PICTURE_TOO_LARGE"],
];

for (const [name, make, code] of refused)
  test(`${name}: refused with a sentence, and nothing is left behind`, async () => {
    await rm(join(folder, "out.png"), { force: true });
    await assert.rejects(canonical(await make()), { code });
    assert.equal(existsSync(join(folder, "out.png")), false);
  });

test("an SVG that pretends to be a PNG by name is refused by its bytes", async () => {
  await assert.rejects(canonical(Buffer.from("<?xml version='1.0'?><svg/>")), { code: "PICTURE_FORMAT" });
});

test("a halo repeats the border, and an alpha tile is grey", async () => {
  const pixels = Uint8Array.from({ length: 3 * 2 * 4 }, (_, index) => index * 5);
  const path = join(folder, "tiny.png");
  await sharp(pixels, { raw: { width: 3, height: 2, channels: 4 } })
    .png()
    .toFile(path);
  const picture = await openPicture(path, folder);
  try {
    const tile = { index: 0, plane: 0, x: 0, y: 0, width: 3, height: 2 } as const;
    const colour = await picture.haloedTile(tile, 1);
    assert.deepEqual([...colour.data.subarray(0, 5)], [0, 0, 20, 40, 40]);
    const alpha = await picture.haloedTile({ ...tile, index: 1, plane: 1 }, 0);
    assert.deepEqual(
      [...alpha.data],
      [15, 35, 55, 75, 95, 115, 15, 35, 55, 75, 95, 115, 15, 35, 55, 75, 95, 115],
    );
  } finally {
    await picture.close();
  }
});

test("what is not a canonical PNG is not opened", async () => {
  const path = join(folder, "grey.png");
  await sharp(red).toColourspace("b-w").png().toFile(path);
  await assert.rejects(openPicture(path, folder), { code: "PICTURE_UNREADABLE" });
});
