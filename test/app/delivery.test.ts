import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { cameraOfExif } from "@graphiti/protocol/picture/camera-data.ts";
import { receiptUrlOfXmp } from "@graphiti/protocol/picture/receipt-address.ts";
import { maxOutputPixels } from "@graphiti/protocol/quote.ts";
import sharp from "sharp";
import { encodeCopy } from "../../app/_server/delivery/encode-copy.ts";
import { type Format, formatNamed, formats, refusalOf } from "../../app/_server/delivery/formats.ts";
import { exifOf, type Inscription, xmpOf } from "../../app/_server/delivery/inscription.ts";

const inscription: Inscription = {
  title: "Dünen & <Licht>",
  artist: "Zoë",
  rights: "© 2026, CC BY 4.0",
  receiptUrl: "https://gallery.example/works/7",
  camera: {
    camera: "FUJIFILM X-T5",
    lens: "XF35mmF2",
    exposure: "1/250 s",
    aperture: "f/2.8",
    sensitivity: "ISO 400",
    focalLength: "35 mm",
    taken: "2026-05-06 07:08:09",
    copyright: "somebody else",
  },
};

const [width, height] = [64, 48];
let folder: string;
const opaque = Buffer.from(
  Array.from({ length: width * height }, (_, at) => [(at * 4) & 255, (at >> 5) * 2, (at * 7) & 255]).flat(),
);
const clear = Buffer.from(
  Array.from({ length: width * height }, (_, at) => [200, 40, 20, at % width < width / 2 ? 0 : 255]).flat(),
);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "delivery-"));
  await sharp(opaque, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(join(folder, "opaque.png"));
  await sharp(clear, { raw: { width, height, channels: 4 } })
    .png()
    .toFile(join(folder, "clear.png"));
});
after(() => rm(folder, { recursive: true }));

async function copyOf(source: "opaque" | "clear", format: Format) {
  const path = join(folder, `copy.${format}`);
  await encodeCopy(join(folder, `${source}.png`), path, format, inscription);
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  return { path, metadata: await sharp(path).metadata(), pixels: data, channels: info.channels };
}

test("PNG is the proved file, byte for byte", async () => {
  const { path } = await copyOf("opaque", "png");
  assert.deepEqual(await readFile(path), await readFile(join(folder, "opaque.png")));
});

test("TIFF holds the same pixels, with alpha where there is any", async () => {
  assert.deepEqual((await copyOf("opaque", "tiff")).pixels, opaque);
  const { pixels, channels } = await copyOf("clear", "tiff");
  assert.equal(channels, 4);
  assert.deepEqual(pixels, clear);
});

for (const format of ["tiff", "jpeg"] as const)
  test(`${format} prints at 300 dots an inch, not at the size of a wall`, async () => {
    assert.equal((await copyOf("opaque", format)).metadata.density, 300);
  });

test("JPEG keeps colours at full resolution, and what is transparent becomes white", async () => {
  const { metadata, pixels } = await copyOf("clear", "jpeg");
  assert.equal(metadata.chromaSubsampling, "4:4:4");
  assert.equal(metadata.channels, 3);
  const pixel = (x: number) => [...pixels.subarray(x * 3, x * 3 + 3)];
  assert.deepEqual(pixel(4), [255, 255, 255]);
  for (const [at, value] of pixel(width - 4).entries())
    assert.ok(Math.abs(value - ([200, 40, 20][at] as number)) < 6, String(pixel(width - 4)));
});

test("WebP keeps alpha whole", async () => {
  const { pixels, channels } = await copyOf("clear", "webp");
  assert.equal(channels, 4);
  for (let at = 3; at < pixels.length; at += 4) assert.equal(pixels[at], clear[at]);
});

for (const format of ["jpeg", "tiff", "webp"] as const)
  test(`${format} says that it is sRGB, whose it is and where its receipt is`, async () => {
    const { metadata } = await copyOf("opaque", format);
    assert.match(metadata.icc?.toString("latin1").replaceAll("\0", "") ?? "", /sRGB/);
    const xmp = metadata.xmp?.toString("utf8") ?? "";
    assert.ok(xmp.includes("Dünen &#38; &#60;Licht&#62;"), xmp);
    assert.ok(xmp.includes("Zoë") && xmp.includes("© 2026, CC BY 4.0"));
    assert.ok(xmp.includes("FUJIFILM X-T5"));
    assert.equal(receiptUrlOfXmp(metadata.xmp ?? Buffer.alloc(0)), inscription.receiptUrl);
  });

for (const format of ["jpeg", "webp"] as const)
  test(`${format} carries the camera data that the artist kept, and no place`, async () => {
    const { metadata } = await copyOf("opaque", format);
    const exif = metadata.exif ?? Buffer.alloc(0);
    const { photographer, copyright, ...shot } = cameraOfExif(exif);
    const { copyright: _, ...kept } = inscription.camera;
    assert.deepEqual(shot, kept);
    assert.match(`${photographer} ${copyright}`, /^Zo. .*2026, CC BY 4\.0$/);
    assert.doesNotMatch(exif.toString("latin1"), /GPS/);
  });

test("a work without camera data gets none, and odd traits become no EXIF", () => {
  const bare = { ...inscription, artist: "", rights: "", camera: {} };
  assert.deepEqual(exifOf(bare), { IFD0: { ImageDescription: inscription.title }, IFD2: {} });
  const odd = {
    ...bare,
    camera: { exposure: "long", aperture: "wide", taken: "in May", sensitivity: "ISO" },
  };
  assert.deepEqual(exifOf(odd).IFD2, {});
  assert.ok(!xmpOf(bare).includes("dc:creator"));
});

test("what a format cannot hold is said, and refused with a code before anything is encoded", async () => {
  assert.equal(refusalOf("png", { width: 90_000, height: 900 }), undefined);
  assert.equal(refusalOf("tiff", { width: 90_000, height: 900 }), undefined);
  assert.equal(refusalOf("webp", { width: 5_000, height: 5_000 }), undefined);
  assert.match(refusalOf("webp", { width: 16_384, height: 10 }) ?? "", /16383 pixels a side/);
  assert.match(refusalOf("webp", { width: 9_000, height: 9_000 }) ?? "", /25 million/);
  assert.match(refusalOf("jpeg", { width: 65_536, height: 10 }) ?? "", /65535 pixels a side/);
  const long = join(folder, "long.png");
  await sharp({ create: { width: 16_384, height: 2, channels: 3, background: "red" } })
    .png()
    .toFile(long);
  await assert.rejects(encodeCopy(long, join(folder, "long.webp"), "webp", inscription), {
    code: "PICTURE_BEYOND_FORMAT",
  });
});

test("the largest work can be had as JPEG", async () => {
  const create = { width: 16_000, height: 16_000, channels: 3, background: "#4080c0" } as const;
  const path = join(folder, "largest.png");
  await sharp({ create, limitInputPixels: maxOutputPixels }).png({ compressionLevel: 1 }).toFile(path);
  await encodeCopy(path, join(folder, "largest.jpg"), "jpeg", inscription);
  const { width, height } = await sharp(join(folder, "largest.jpg")).metadata();
  assert.equal(width * height, maxOutputPixels);
});

test("a format is named by the address, PNG where it names none, and nothing else is taken", () => {
  assert.equal(formatNamed(null), "png");
  for (const format of Object.keys(formats)) assert.equal(formatNamed(format), format);
  for (const name of ["gif", "toString", "__proto__", ""])
    assert.throws(() => formatNamed(name), { code: "BAD_INPUT" });
});
