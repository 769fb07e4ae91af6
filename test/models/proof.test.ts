import assert from "node:assert/strict";
import { test } from "node:test";
import type { IntegerNetwork } from "@graphiti/models/integer-network.ts";
import { loadNetwork } from "@graphiti/models/load-network.ts";
import { exactLimit, proveExact } from "@graphiti/models/proof.ts";
import * as fc from "fast-check";
import { beyondTheBound, networks } from "./networks.ts";

/** One layer whose channel 1 can sum to exactly `sum`. */
function summingTo(sum: number): IntegerNetwork {
  const weights = new Int32Array(3 * 27);
  weights.fill(1, 27, 54);
  const bias = Int32Array.of(0, sum - 27 * 255, 0);
  const layer = { name: "conv1", inChannels: 3, outChannels: 3, weights, bias, shifts: new Uint8Array(3) };
  return { layers: [{ ...layer, low: 0, high: 255, slope: undefined }], scale: 1 };
}

test("the committed network is proved, with every layer below 2^24", async () => {
  const bounds = proveExact(await loadNetwork("faithful-x2"));
  assert.equal(bounds.length, 7);
  for (const { layer, largestSum } of bounds) assert.ok(largestSum < exactLimit, layer);
  assert.ok(
    Math.max(...bounds.map(({ largestSum }) => largestSum)) > exactLimit * 0.99,
    "the budget is used",
  );
});

test("a planted recipe whose sums reach 2^30 is refused, naming layer and channel", async () => {
  const planted = beyondTheBound(await loadNetwork("faithful-x2"));
  assert.throws(() => proveExact(planted), {
    code: "MODEL_UNSOUND",
    message: /layer conv\d, channel \d+ can sum to \d+/,
  });
});

test("the bound is exact: 2^24 − 1 passes and 2^24 does not", () => {
  assert.deepEqual(proveExact(summingTo(exactLimit - 1)), [{ layer: "conv1", largestSum: exactLimit - 1 }]);
  assert.throws(() => proveExact(summingTo(exactLimit)), { message: /layer conv1, channel 1 / });
});

test("a negative bias counts as much as a positive one", () => {
  const network = summingTo(0);
  network.layers[0]?.bias.set([-exactLimit], 2);
  assert.throws(() => proveExact(network), { message: /layer conv1, channel 2 / });
});

test("the bound of a layer follows from the clamp of the one before", () => {
  fc.assert(
    fc.property(networks, (network) => {
      const [first, ...rest] = network.layers;
      proveExact(network);
      const wider = {
        layers: [{ ...first, low: -(2 ** 23), high: 2 ** 23, slope: undefined }, ...rest],
        scale: network.scale,
      };
      assert.throws(() => proveExact(wider as IntegerNetwork), { message: /layer conv2, channel/ });
    }),
  );
});

test("what else could round is refused", async () => {
  const network = await loadNetwork("faithful-x2");
  const [first, ...rest] = network.layers as [IntegerNetwork["layers"][0], ...IntegerNetwork["layers"][0][]];
  const last = rest.at(-1) as typeof first;
  const refused: [RegExp, typeof network.layers][] = [
    [/multiplies -5120 by the slope/, [{ ...first, low: -5120 }, ...rest]],
    [/slope 3 \/ 2\^1/, [{ ...first, slope: { numerator: 3, shift: 1 } }, ...rest]],
    [/shifts by 23/, [{ ...first, shifts: first.shifts.map((shift, c) => (c === 3 ? 23 : shift)) }, ...rest]],
    [/clamps to 0\.5/, [{ ...first, low: 0.5 }, ...rest]],
    [/takes 3 channels but is fed 16/, [first, first, ...rest]],
    [/has 431 weights/, [{ ...first, weights: first.weights.slice(1) }, ...rest]],
    [/has 15 biases/, [{ ...first, bias: first.bias.slice(1) }, ...rest]],
    [/has 15 shifts/, [{ ...first, shifts: first.shifts.slice(1) }, ...rest]],
    [/does not end in 0 … 255/, [first, ...rest.slice(0, -1), { ...last, high: 254 }]],
    [/has 256 channels/, [first, ...rest.slice(0, -1)]],
    [/has no layers/, []],
  ];
  for (const [message, layers] of refused)
    assert.throws(() => proveExact({ layers, scale: 2 }), { code: "MODEL_UNSOUND", message });
});
