import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cameraFields,
  cameraOfExif,
  cameraOfTraits,
  cameraTraits,
} from "@graphiti/protocol/picture/camera-data.ts";
import fc from "fast-check";
import sharp from "sharp";
import { assertNotices, canonical } from "./made/canonical.ts";

const shot = () =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: "#808080" } }).withExif({
    IFD0: { Make: "FUJIFILM", Model: "X-T5", Artist: "E. Painter", Copyright: "CC BY 4.0" },
    IFD2: {
      LensModel: "XF35mmF2 R WR",
      ExposureTime: "1/250",
      FNumber: "28/10",
      ISOSpeedRatings: "400",
      FocalLength: "35/1",
      DateTimeOriginal: "2026:05:06 07:08:09",
      BodySerialNumber: "SECRET-1234",
    },
    IFD3: {
      GPSLatitudeRef: "N",
      GPSLatitude: "51/1 30/1 0/1",
      GPSLongitudeRef: "W",
      GPSLongitude: "7/1 0/1 0/1",
    },
  });

const expected = {
  camera: "FUJIFILM X-T5",
  lens: "XF35mmF2 R WR",
  exposure: "1/250 s",
  aperture: "f/2.8",
  sensitivity: "ISO 400",
  focalLength: "35 mm",
  taken: "2026-05-06 07:08:09",
  photographer: "E. Painter",
  copyright: "CC BY 4.0",
};

for (const format of ["jpeg", "png", "webp"] as const)
  test(`${format}: the allowed fields are read, the place and the serial number are not, and no file keeps any`, async () => {
    const file = await shot()[format]().toBuffer();
    const made = await canonical(file);
    assert.deepEqual(made.picture.camera, expected);
    assertNotices(made, /Camera data and location were removed/);
  });

test("camera data goes to traits and back", () => {
  assert.deepEqual(
    cameraOfTraits([{ trait_type: "Mood", value: "calm" }, ...cameraTraits(expected)]),
    expected,
  );
  assert.deepEqual(cameraTraits({}), []);
  assert.equal(cameraTraits(expected).length, Object.keys(cameraFields).length);
});

test("a long exposure, a make that repeats itself, and nonsense", async () => {
  const exif = async (IFD0: Record<string, string>, IFD2: Record<string, string>) => {
    const png = await sharp({ create: { width: 1, height: 1, channels: 3, background: "red" } })
      .withExif({ IFD0, IFD2 })
      .png()
      .toBuffer();
    return cameraOfExif((await sharp(png).metadata()).exif ?? Buffer.alloc(0));
  };
  const long = await exif({ Make: "Canon", Model: "Canon EOS R5" }, { ExposureTime: "30/1" });
  assert.deepEqual([long.camera, long.exposure], ["Canon EOS R5", "30 s"]);
  const nothing = await exif({ Make: "Canon" }, { ExposureTime: "0/1", DateTimeOriginal: "yesterday" });
  assert.deepEqual(nothing, { camera: "Canon" });
});

test("malformed EXIF gives less, never an error, and never more than a line of text", async () => {
  const whole = (await sharp(await shot().jpeg().toBuffer()).metadata()).exif as Buffer;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 40 }),
      fc.nat(whole.length),
      (changes, length) => {
        const broken = Buffer.from(whole.subarray(0, length));
        for (const [at, byte] of changes) if (at < length) broken[at] = byte;
        for (const text of Object.values(cameraOfExif(broken))) {
          assert.ok(text.length > 0 && text.length <= 110);
          assert.doesNotMatch(text, /[\p{Cc}\n]/u);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
