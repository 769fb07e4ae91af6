import assert from "node:assert/strict";
import { test } from "node:test";
import { bleedColour, bleedPixels } from "@graphiti/protocol/picture/bleed.ts";
import { ditherRows } from "@graphiti/protocol/picture/dither.ts";
import fc from "fast-check";
import sharp from "sharp";
import { assertNear, assertNotices, canonical, pixelAt } from "./made/canonical.ts";
import { floatTiff } from "./made/float-tiff.ts";
import { bigEndian, rawPng } from "./made/raw-png.ts";

test("8-bit grey becomes three equal channels", async () => {
  const rows = Uint8Array.of(0, 7, 128, 255);
  const made = await canonical(rawPng({ width: 2, height: 2, depth: 8, kind: "grey", rows }));
  assert.deepEqual([...made.pixels], [0, 0, 0, 7, 7, 7, 128, 128, 128, 255, 255, 255]);
  assertNotices(made);
});

test("1-bit and 2-bit grey fill the whole range", async () => {
  const one = await canonical(
    rawPng({ width: 8, height: 1, depth: 1, kind: "grey", rows: Uint8Array.of(0b10100001) }),
  );
  assert.deepEqual(
    [0, 1, 2, 7].map((x) => pixelAt(one, x, 0)[0]),
    [255, 0, 255, 255],
  );
  const two = await canonical(
    rawPng({ width: 4, height: 1, depth: 2, kind: "grey", rows: Uint8Array.of(0b00011011) }),
  );
  assert.deepEqual(
    [0, 1, 2, 3].map((x) => pixelAt(two, x, 0)[0]),
    [0, 85, 170, 255],
  );
});

const palette = [255, 0, 0, 0, 255, 0, 9, 8, 7];

test("a palette becomes its colours", async () => {
  const rows = Uint8Array.of(0, 1, 2);
  const made = await canonical(rawPng({ width: 3, height: 1, depth: 8, kind: "palette", rows, palette }));
  assert.deepEqual([...made.pixels], palette);
  assertNotices(made);
});

test("a palette with tRNS becomes its colours and alpha", async () => {
  const rows = Uint8Array.of(0, 1, 2);
  const transparency = [255, 128];
  const made = await canonical(
    rawPng({ width: 3, height: 1, depth: 8, kind: "palette", rows, palette, transparency }),
  );
  assert.deepEqual([...made.pixels], [255, 0, 0, 255, 0, 255, 0, 128, 9, 8, 7, 255]);
  assertNotices(made);
});

test("one colour that tRNS makes transparent in RGB takes its neighbour's", async () => {
  const rows = Uint8Array.of(1, 2, 3, 200, 100, 50);
  const made = await canonical(
    rawPng({ width: 2, height: 1, depth: 8, kind: "rgb", rows, transparency: [0, 1, 0, 2, 0, 3] }),
  );
  assert.deepEqual([...made.pixels], [200, 100, 50, 0, 200, 100, 50, 255]);
  assertNotices(made, /fully transparent/);
});

/** A square of 40 × 40 in one colour in the middle of black that is fully transparent; its rim is half clear. */
async function sticker(side: number): Promise<Buffer> {
  const rgba = new Uint8Array(side * side * 4);
  const from = (side - 40) / 2;
  for (let y = from; y < from + 40; y++)
    for (let x = from; x < from + 40; x++) {
      const isRim = x === from || x === from + 39 || y === from || y === from + 39;
      rgba.set([220, 90, 30, isRim ? 128 : 255], (y * side + x) * 4);
    }
  return sharp(rgba, { raw: { width: side, height: side, channels: 4 } })
    .png()
    .toBuffer();
}

test("under what is transparent lies the colour of what can be seen, and alpha is kept", async () => {
  const made = await canonical(await sticker(240));
  assert.equal(made.picture.hasAlpha, true);
  assert.deepEqual(pixelAt(made, 120, 120), [220, 90, 30, 255]);
  assert.deepEqual(pixelAt(made, 100, 120), [220, 90, 30, 128]);
  assert.deepEqual(pixelAt(made, 99, 120), [220, 90, 30, 0]);
  assert.deepEqual(pixelAt(made, 100 - bleedPixels, 120), [220, 90, 30, 0]);
  assert.deepEqual(pixelAt(made, 99 - bleedPixels, 120), [128, 128, 128, 0]);
  assertNotices(made, /nearest pixel/);
});

test("the nearest colour wins, whichever side it is on", () => {
  const row = (colour: number, alpha: number) => [colour, 0, colour, alpha];
  const rgba = Uint8Array.from([...row(200, 255), ...Array(9).fill(row(0, 0)).flat(), ...row(50, 1)]);
  bleedColour(rgba, 11);
  const reds = Array.from({ length: 11 }, (_, x) => rgba[x * 4]);
  assert.deepEqual(reds, [200, 200, 200, 200, 200, 200, 50, 50, 50, 50, 50]);
});

test("strips with enough rows around them bleed as the whole picture does", () => {
  const width = 7;
  const height = 3 * bleedPixels;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(width - 1), fc.nat(height - 1), fc.nat(255)), { maxLength: 8 }),
      fc.integer({ min: 1, max: height - 1 }),
      (visible, cut) => {
        const rgba = new Uint8Array(width * height * 4);
        for (const [x, y, colour] of visible) rgba.set([colour, 255 - colour, x, 255], (y * width + x) * 4);
        const rowBytes = width * 4;
        const upper = rgba.slice(0, Math.min(height, cut + bleedPixels) * rowBytes);
        const firstBelow = Math.max(0, cut - bleedPixels);
        const lower = rgba.slice(firstBelow * rowBytes);
        for (const part of [rgba, upper, lower]) bleedColour(part, width);
        assert.deepEqual(upper.subarray(0, cut * rowBytes), rgba.subarray(0, cut * rowBytes));
        assert.deepEqual(lower.subarray((cut - firstBelow) * rowBytes), rgba.subarray(cut * rowBytes));
      },
    ),
    { numRuns: 60 },
  );
});

test("alpha that hides nothing is dropped, and a picture that hides everything is refused", async () => {
  const rgba = (alpha: number) =>
    rawPng({
      width: 2,
      height: 1,
      depth: 8,
      kind: "rgba",
      rows: Uint8Array.of(1, 2, 3, alpha, 4, 5, 6, alpha),
    });
  const opaque = await canonical(rgba(255));
  assert.deepEqual([...opaque.pixels], [1, 2, 3, 4, 5, 6]);
  assertNotices(opaque, /opaque/);
  await assert.rejects(canonical(rgba(0)), { code: "PICTURE_EMPTY" });
});

test("grey with alpha", async () => {
  const rows = Uint8Array.of(10, 255, 200, 40, 77, 0);
  const made = await canonical(rawPng({ width: 3, height: 1, depth: 8, kind: "grey+alpha", rows }));
  assert.deepEqual([...made.pixels], [10, 10, 10, 255, 200, 200, 200, 40, 200, 200, 200, 0]);
});

test("16 bits: a gradient keeps its mean everywhere, and what 8 bits can hold is exact", async () => {
  const [width, height] = [256, 64];
  const sample = (x: number) => 100 * 257 + x * 4;
  const rows = bigEndian(
    Array.from({ length: width * height }, (_, at) => [sample(at % width), 257 * 9, 65535]).flat(),
  );
  const made = await canonical(rawPng({ width, height, depth: 16, kind: "rgb", rows }));
  assertNotices(made, /reduced to 8, dithered/);
  for (let block = 0; block < width; block += 16) {
    let sum = 0;
    let truth = 0;
    for (let y = 0; y < 16; y++)
      for (let x = block; x < block + 16; x++) {
        const [red = 0, green, blue] = pixelAt(made, x, y);
        assert.deepEqual([green, blue], [9, 255]);
        sum += red;
        truth += sample(x) / 257;
      }
    assert.ok(Math.abs(sum - truth) / 256 < 0.1, `${sum / 256} instead of ${truth / 256}`);
  }
});

test("16-bit grey stays grey, and 16-bit alpha stays whole at both ends", async () => {
  const grey = await canonical(
    rawPng({ width: 3, height: 1, depth: 16, kind: "grey", rows: bigEndian([0, 30_000, 65_535]) }),
  );
  const middle = pixelAt(grey, 1, 0);
  assert.equal(new Set(middle).size, 1);
  assertNear(middle, Array(3).fill(30_000 / 257), 1);
  assert.deepEqual(
    [pixelAt(grey, 0, 0), pixelAt(grey, 2, 0)],
    [
      [0, 0, 0],
      [255, 255, 255],
    ],
  );
  const rgba = await canonical(
    rawPng({
      ...{ width: 2, height: 1, depth: 16, kind: "rgba" },
      rows: bigEndian([257, 514, 771, 65_535, 5_000, 6_000, 7_000, 0]),
    }),
  );
  assert.deepEqual([...rgba.pixels], [1, 2, 3, 255, 1, 2, 3, 0]);
  assertNotices(rgba, /reduced to 8/, /fully transparent/);
});

test("dithering does not depend on where the strips are cut, and never leaves the two levels around", () => {
  fc.assert(
    fc.property(
      fc.uint16Array({ minLength: 40 * 5, maxLength: 40 * 5 }),
      fc.integer({ min: 1, max: 39 }),
      (samples, cut) => {
        const whole = ditherRows(samples, 1, 5, 0);
        const parts = [
          ...ditherRows(samples.slice(0, cut * 5), 1, 5, 0),
          ...ditherRows(samples.slice(cut * 5), 1, 5, cut),
        ];
        assert.deepEqual(parts, [...whole]);
        for (const [at, byte] of whole.entries()) {
          const exact = (samples[at] as number) / 257;
          assert.ok(byte >= Math.floor(exact) && byte <= Math.ceil(exact));
        }
      },
    ),
  );
});

for (const bitdepth of [10, 12] as const)
  test(`${bitdepth}-bit AVIF: white is white, and opaque is opaque`, async () => {
    const white = { create: { width: 16, height: 16, channels: 4, background: "#fff" } } as const;
    const avif = await sharp(white).toColourspace("rgb16").avif({ bitdepth, lossless: true }).toBuffer();
    assert.equal((await sharp(avif).metadata()).bitsPerSample, bitdepth);
    const made = await canonical(avif);
    assert.deepEqual(pixelAt(made, 3, 3), [255, 255, 255]);
    assertNotices(made, /reduced to 8/, /opaque/);
  });

test("colours as floating point numbers are refused kindly", async () => {
  await assert.rejects(canonical(floatTiff([0, 0.5, 1])), { code: "PICTURE_FORMAT" });
});
