import assert from "node:assert/strict";
import { test } from "node:test";
import { pngWithProfile } from "@graphiti/protocol/picture/png-chunks.ts";
import sharp from "sharp";
import { assertNear, assertNotices, canonical, pixelAt } from "./made/canonical.ts";
import { flatJpeg } from "./made/flat-jpeg.ts";
import {
  adobeRgb,
  greyInSrgb,
  greyProfile,
  inSrgb,
  proPhoto,
  type RgbSpace,
  rgbProfile,
  wideP3,
} from "./made/icc-profile.ts";
import { bigEndian, rawPng } from "./made/raw-png.ts";

const colours = [
  [128, 128, 128],
  [150, 110, 90],
  [60, 90, 70],
];
const flat = colours.flat();
const png8 = rawPng({ width: 3, height: 1, depth: 8, kind: "rgb", rows: Uint8Array.from(flat) });
const png16 = rawPng({
  ...{ width: 3, height: 1, depth: 16, kind: "rgb" },
  rows: bigEndian(flat.map((value) => value * 257)),
});

const spaces: [string, RgbSpace][] = [
  ["Display P3", wideP3],
  ["Adobe RGB", adobeRgb],
  ["ProPhoto", proPhoto],
];

for (const [name, space] of spaces)
  for (const [depth, png] of [
    [8, png8],
    [16, png16],
  ] as const)
    test(`${name}, ${depth} bits: the same colours in sRGB`, async () => {
      const made = await canonical(pngWithProfile(png, rgbProfile(space)));
      for (const [x, colour] of colours.entries())
        assertNear(pixelAt(made, x, 0), inSrgb(space, colour), 1.5);
      assertNotices(made, /^The colour profile was converted/, ...(depth === 16 ? [/reduced to 8/] : []));
    });

test("what sRGB cannot show is brought to its edge, not turned into another colour", async () => {
  const rows = Uint8Array.of(0, 255, 0);
  const green = rawPng({ width: 1, height: 1, depth: 8, kind: "rgb", rows });
  const made = await canonical(pngWithProfile(green, rgbProfile(wideP3)));
  assertNear(pixelAt(made, 0, 0), [0, 255, 0], 1);
});

test("with 16 bits too, sRGB's own profile changes nothing: a level that 8 bits hold stays exact", async () => {
  const rows = bigEndian([0, 40, 255, 128, 0, 1].map((value) => value * 257));
  const bare = rawPng({ width: 2, height: 1, depth: 16, kind: "rgb", rows });
  const { data: icc } = await sharp(bare).withIccProfile("srgb").toBuffer({ resolveWithObject: true });
  const profile = (await sharp(icc).metadata()).icc;
  assert.ok(profile);
  const made = await canonical(pngWithProfile(bare, profile));
  assert.deepEqual([...made.pixels], [0, 40, 255, 128, 0, 1]);
  assertNotices(made, /reduced to 8/);
});

test("sRGB's own profile changes nothing and is not worth a notice", async () => {
  const tagged = await sharp(png8).withIccProfile("srgb").png().toBuffer();
  const made = await canonical(tagged);
  assertNear([...made.pixels], flat, 1);
  assertNotices(made);
});

for (const depth of [8, 16] as const)
  test(`grey with a profile, ${depth} bits`, async () => {
    const greys = [0, 64, 128, 255];
    const rows = depth === 8 ? Uint8Array.from(greys) : bigEndian(greys.map((value) => value * 257));
    const png = rawPng({ width: 4, height: 1, depth, kind: "grey", rows });
    const made = await canonical(pngWithProfile(png, greyProfile(1)));
    for (const [x, grey] of greys.entries())
      assertNear(pixelAt(made, x, 0), Array(3).fill(greyInSrgb(1, grey)), 1.5);
    assertNotices(made, /^The colour profile was converted/, ...(depth === 16 ? [/reduced to 8/] : []));
  });

const profileInJpeg = (jpeg: Buffer, icc: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from("ICC_PROFILE\0\x01\x01", "latin1"), icc]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe2]), length, body, jpeg.subarray(2)]);
};

test("a broken profile is said so, and the colours are taken as they are", async () => {
  const whole = rgbProfile(adobeRgb);
  const broken = [Buffer.from("no profile at all ".repeat(20)), whole.subarray(0, 300), greyProfile(1)];
  for (const icc of broken) {
    const png = await canonical(pngWithProfile(png8, icc));
    assert.deepEqual([...png.pixels], flat);
    assertNotices(png, /profile cannot be used/);
  }
  const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#966e5a" } })
    .jpeg({ quality: 100 })
    .toBuffer();
  const plain = await canonical(jpeg);
  for (const icc of broken) {
    const made = await canonical(profileInJpeg(jpeg, icc));
    assert.deepEqual(made.pixels, plain.pixels);
    assertNotices(made, /profile cannot be used/);
  }
  const used = await canonical(profileInJpeg(jpeg, whole));
  assertNear(pixelAt(used, 0, 0), inSrgb(adobeRgb, pixelAt(plain, 0, 0)), 2);
  assertNotices(used, /^The colour profile was converted/);
});

/** Inks from 0 to 255, and about what they look like. */
const inks: [string, number[], (rgb: number[]) => boolean][] = [
  ["no ink", [0, 0, 0, 0], (rgb) => rgb.every((value) => value > 250)],
  ["black ink", [0, 0, 0, 255], (rgb) => rgb.every((value) => value < 60)],
  [
    "magenta and yellow",
    [0, 230, 230, 0],
    ([red = 0, green = 0, blue = 0]) => red > 190 && green < 90 && blue < 90,
  ],
  ["cyan", [230, 0, 0, 0], ([red = 0, green = 0, blue = 0]) => red < 90 && green > 120 && blue > 180],
];

/** Y, Cb and Cr of an RGB colour, as JPEG defines them. */
const ycc = ([r = 0, g = 0, b = 0]: number[]) => [
  Math.round(0.299 * r + 0.587 * g + 0.114 * b),
  Math.round(128 - 0.168736 * r - 0.331264 * g + 0.5 * b),
  Math.round(128 + 0.5 * r - 0.418688 * g - 0.081312 * b),
];

for (const [name, ink, looksRight] of inks)
  test(`CMYK JPEG, ${name}: inverted as Adobe does, with or without its marker, and as YCCK`, async () => {
    const stored = ink.map((value) => 255 - value);
    const marked = await canonical(flatJpeg(stored, 0));
    const bare = await canonical(flatJpeg(stored));
    const ycck = await canonical(flatJpeg([...ycc(ink.slice(0, 3)), stored[3] as number], 2));
    for (const made of [marked, bare, ycck]) {
      const rgb = pixelAt(made, 4, 4);
      assert.ok(looksRight(rgb), String(rgb));
      assertNear(rgb, pixelAt(marked, 4, 4), 6);
      assertNotices(made, /CMYK colours were converted to sRGB by a usual profile/);
    }
  });

test("CMYK with a profile, in JPEG and TIFF", async () => {
  const red = { create: { width: 16, height: 16, channels: 3, background: "#b41e1e" } } as const;
  const inked = sharp(red).withIccProfile("cmyk");
  for (const file of [inked.clone().jpeg({ quality: 100 }), inked.clone().tiff({ compression: "lzw" })]) {
    const made = await canonical(await file.toBuffer());
    assertNear(pixelAt(made, 8, 8), [180, 30, 30], 14);
    assertNotices(made, /by the picture's own profile/);
  }
});
