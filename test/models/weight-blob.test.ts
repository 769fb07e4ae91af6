import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { decodeWeights, encodeWeights } from "@graphiti/models/weight-blob.ts";
import * as fc from "fast-check";
import { networks } from "./networks.ts";

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

test("the committed blob is in canonical form", async () => {
  const bytes = await readFile(new URL("../../models/faithful-x2/weights.bin", import.meta.url));
  assert.ok(bytes.equals(encodeWeights(decodeWeights(bytes))));
  assert.ok(bytes.length < 1_200_000);
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
      network.layers[1]?.weights.set([0x8000]);
      assert.throws(() => encodeWeights(network), RangeError);
    }),
    { numRuns: 5 },
  );
});
