import assert from "node:assert/strict";
import { test } from "node:test";
import { LayerDigest, planarDigest } from "@graphiti/protocol/digests.ts";
import * as fc from "fast-check";
import { layerDigest } from "../../../app/_engine/layer-digest.ts";

const sizes = fc.record({
  channels: fc.integer({ min: 1, max: 5 }),
  width: fc.integer({ min: 1, max: 9 }),
  height: fc.integer({ min: 1, max: 9 }),
  seed: fc.integer({ min: 1, max: 2 ** 30 }),
});

const bytesOf = (count: number, seed: number) =>
  Uint8Array.from({ length: count }, (_, at) => (Math.imul(at + seed, 0x2c1b3c6d) >>> 13) & 255);

test("a layer of 8-bit pixels is hashed as the protocol says", () => {
  fc.assert(
    fc.property(sizes, ({ channels, width, height, seed }) => {
      const values = bytesOf(channels * width * height, seed);
      const expected = planarDigest(values, channels, width, height);
      assert.equal(layerDigest({ values, channels, width, height }, "uint8"), expected);
    }),
  );
});

test("a hidden layer is hashed as the protocol says: 16 bits, little-endian, negative ones too", () => {
  fc.assert(
    fc.property(sizes, ({ channels, width, height, seed }) => {
      const bytes = bytesOf(2 * channels * width * height, seed);
      const view = new DataView(bytes.buffer);
      const values = Float32Array.from({ length: bytes.length / 2 }, (_, at) => view.getInt16(2 * at, true));
      const expected = new LayerDigest();
      for (let y = 0; y < height; y++) {
        const strips = Array.from({ length: channels }, (_, channel) => {
          const from = 2 * (channel * height + y) * width;
          return bytes.subarray(from, from + 2 * width);
        });
        expected.row(Buffer.concat(strips));
      }
      assert.equal(layerDigest({ values, channels, width, height }, "int16"), expected.digest());
    }),
  );
});
