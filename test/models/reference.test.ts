import assert from "node:assert/strict";
import { test } from "node:test";
import type { IntegerNetwork } from "@graphiti/models/integer-network.ts";
import { runReference } from "@graphiti/models/reference.ts";

/** One 1→… layer by hand: only the middle tap of red is set. */
function middleTap(weight: number, bias: number, shift: number): IntegerNetwork {
  const weights = new Int32Array(3 * 27);
  for (let c = 0; c < 3; c++) weights[c * 27 + 4] = weight;
  const layer = { name: "conv1", inChannels: 3, outChannels: 3, weights };
  const rest = { bias: new Int32Array(3).fill(bias), shifts: new Uint8Array(3).fill(shift) };
  return { layers: [{ ...layer, ...rest, low: 0, high: 255, slope: undefined }], scale: 1 };
}

function runOn(network: IntegerNetwork, red: number): number {
  const planar = new Uint8Array(27);
  planar[4] = red;
  return runReference(network, planar, 3, 3).result[0] as number;
}

test("a sum is shifted down towards minus infinity and clamped", () => {
  assert.equal(runOn(middleTap(3, 4, 3), 10), 4); // (30 + 4) / 8 = 4.25
  assert.equal(runOn(middleTap(3, 1, 3), 10), 3); // 31 / 8 = 3.875
  assert.equal(runOn(middleTap(-3, 0, 3), 10), 0);
  assert.equal(runOn(middleTap(300, 0, 3), 10), 255);
});

test("a negative value is bent by the slope and floored, a positive one passes", () => {
  const [only] = middleTap(1, -100, 0).layers;
  if (!only) return assert.fail();
  const bent = { ...only, low: -100, high: 255, slope: { numerator: 3277, shift: 15 } };
  const last = middleTap(1, 50, 0).layers[0] as typeof only;
  const network = { layers: [bent, last], scale: 1 };
  const planar = new Uint8Array(75);
  const probeOf = (red: number) => {
    planar[12] = red;
    return runReference(network, planar, 5, 5).probe[4];
  };
  assert.equal(probeOf(200), 100);
  assert.equal(probeOf(100), 0);
  assert.equal(probeOf(99), -1); // −0.1
  assert.equal(probeOf(90), -2); // −1.00006
  assert.equal(probeOf(0), -11); // −10.0006
});

test("channels become the pixels of a block in the order row, column", () => {
  const weights = new Int32Array(12 * 27);
  const bias = Int32Array.from({ length: 12 }, (_, c) => c);
  const layer = { name: "conv1", inChannels: 3, outChannels: 12, weights, bias, shifts: new Uint8Array(12) };
  const network = { layers: [{ ...layer, low: 0, high: 255, slope: undefined }], scale: 2 };
  const run = runReference(network, new Uint8Array(27), 3, 3);
  assert.deepEqual([...run.result], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  assert.deepEqual([run.resultWidth, run.resultHeight], [2, 2]);
});

test("a tile that is no larger than the receptive field is refused", () => {
  assert.throws(() => runReference(middleTap(1, 0, 0), new Uint8Array(18), 3, 2), RangeError);
  assert.throws(() => runReference(middleTap(1, 0, 0), new Uint8Array(26), 3, 3), RangeError);
});
