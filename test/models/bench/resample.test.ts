import assert from "node:assert/strict";
import { test } from "node:test";
import { resample } from "@graphiti/models/bench/resample.ts";
import { tile } from "../tiles.ts";

const shrunk = resample(
  tile("ramp", 64, 48, (x, y, colour) => (colour === 0 ? 3 * x : 4 * y)),
  32,
  24,
);

test("making a picture smaller shifts nothing: a ramp stays the same ramp, sampled at centres", () => {
  for (let y = 4; y < 20; y++)
    for (let x = 4; x < 28; x++) {
      // The centre of small pixel x lies at 2x + ½ of the large picture.
      assert.ok(Math.abs((shrunk.planar[y * 32 + x] as number) - 3 * (2 * x + 0.5)) <= 0.5);
      assert.ok(Math.abs((shrunk.planar[32 * 24 + y * 32 + x] as number) - 4 * (2 * y + 0.5)) <= 0.5);
    }
});

test("enlarging it again shifts nothing back", () => {
  const enlarged = resample(shrunk, 64, 48);
  for (let x = 12; x < 52; x++) assert.ok(Math.abs((enlarged.planar[24 * 64 + x] as number) - 3 * x) <= 1);
});

test("making a picture smaller does not alias: stripes finer than its pixels fade into their mean", () => {
  const stripes = resample(
    tile("stripes of 3", 60, 60, (x) => (x % 3 === 0 ? 255 : 0)),
    30,
    30,
  );
  for (let y = 4; y < 26; y++)
    for (let x = 4; x < 26; x++) assert.ok(Math.abs((stripes.planar[y * 30 + x] as number) - 85) < 32);
});

test("a picture of the same size is the picture", () => {
  const same = tile("any", 9, 7, (x, y, colour) => (x * 31 + y * 17 + colour * 5) % 256);
  assert.deepEqual(resample(same, 9, 7).planar, same.planar);
});
