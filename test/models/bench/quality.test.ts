import assert from "node:assert/strict";
import { test } from "node:test";
import { median } from "@graphiti/models/bench/cpu-cost.ts";
import { probeDigest } from "@graphiti/models/bench/probe-digest.ts";
import { psnr, ssim } from "@graphiti/models/bench/quality.ts";
import { LayerDigest } from "@graphiti/protocol/digests.ts";
import { noiseTile, tile } from "../tiles.ts";

test("PSNR is on luma and leaves the border out", () => {
  const grey = tile("grey", 20, 20, () => 100);
  const lighter = tile("lighter", 20, 20, () => 110);
  // Ten steps of grey are 10 · 219 / 255 of luma.
  assert.ok(Math.abs(psnr(grey, lighter, 2) - 20 * Math.log10(255 / ((10 * 219) / 255))) < 1e-6);
  const framed = tile("framed", 20, 20, (x, y) => (Math.min(x, y, 19 - x, 19 - y) < 2 ? 0 : 100));
  assert.equal(psnr(grey, framed, 2), Number.POSITIVE_INFINITY);
  assert.ok(psnr(grey, framed, 1) < 30);
});

test("SSIM is 1 for equal pictures and low for unrelated ones", () => {
  const one = noiseTile(32, 32, 1);
  assert.ok(Math.abs(ssim(one, one, 2) - 1) < 1e-12);
  assert.ok(ssim(one, noiseTile(32, 32, 2), 2) < 0.2);
});

test("the median is the middle, or the mean of the two middles", () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([9, 1, 5, 7]), 6);
});

test("the measured probe digest is the protocol's: rows of all channels, int16 little-endian", () => {
  const layer = new LayerDigest();
  // Two channels of 2 × 2: [[1, -2], [3, 4]] and [[5, 6], [-512, 511]].
  layer.row(Uint8Array.of(1, 0, 0xfe, 0xff, 5, 0, 6, 0));
  layer.row(Uint8Array.of(3, 0, 4, 0, 0x00, 0xfe, 0xff, 0x01));
  assert.equal(probeDigest(Float32Array.of(1, -2, 3, 4, 5, 6, -512, 511), 2, 2, 2), layer.digest());
});
