import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { ByteReader, ByteWriter } from "@graphiti/models/byte-stream.ts";
import { networkFolder } from "@graphiti/models/load-network.ts";
import { networkNames } from "@graphiti/models/networks.ts";
import { decodeWeights, encodeWeights } from "@graphiti/models/weight-blob.ts";
import * as fc from "fast-check";
import { convolutionsOf, networks } from "./networks.ts";

test("a network survives its bytes, and the bytes survive the network", () => {
  fc.assert(
    fc.property(networks, (network) => {
      const bytes = encodeWeights(network);
      const back = decodeWeights(bytes);
      assert.deepEqual(back, network);
      assert.deepEqual(encodeWeights(back), bytes);
    }),
  );
});

for (const name of networkNames)
  test(`the committed weights of ${name} are in canonical form`, async () => {
    const bytes = await readFile(new URL("weights.bin", networkFolder(name)));
    assert.ok(bytes.equals(encodeWeights(decodeWeights(bytes))));
    assert.ok(bytes.length < (name === "rrdb6" ? 5_300_000 : 700_000));
  });

test("a small number is one byte as far as it can be", () => {
  const writer = new ByteWriter();
  const numbers = [0, 127, -127, 128, -128, 511, -0x8000, 0x7fff];
  for (const number of numbers) writer.small(number);
  const bytes = writer.bytes();
  assert.equal(bytes.length, 3 + 5 * 3);
  const reader = new ByteReader(bytes, 0);
  assert.deepEqual(
    numbers.map(() => reader.small()),
    numbers,
  );
});

test("bytes that were cut, lengthened or never a network are refused", () => {
  fc.assert(
    fc.property(networks, fc.double({ min: 0, max: 0.999, noNaN: true }), (network, share) => {
      const bytes = encodeWeights(network);
      const cut = bytes.subarray(0, Math.floor(bytes.length * share));
      assert.throws(() => decodeWeights(cut), { code: "MODEL_DAMAGED" });
      assert.throws(() => decodeWeights(Uint8Array.of(...bytes, 0)), { code: "MODEL_DAMAGED" });
      assert.throws(() => decodeWeights(bytes.map((byte, at) => (at === 0 ? byte ^ 1 : byte))), {
        code: "MODEL_DAMAGED",
      });
    }),
    { numRuns: 30 },
  );
});

test("a number that does not fit its field is an error, not another number", () => {
  fc.assert(
    fc.property(networks, (network) => {
      convolutionsOf(network)[1]?.parts[0]?.weights.set([0x8000]);
      assert.throws(() => encodeWeights(network), RangeError);
    }),
    { numRuns: 5 },
  );
});
