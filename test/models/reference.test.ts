import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Convolution,
  type IntegerNetwork,
  type IntegerNode,
  tilePlace,
} from "@graphiti/models/integer-network.ts";
import { runReference } from "@graphiti/models/reference.ts";

/** Three channels; of each only the middle tap of red is set. */
function middleTap(weight: number, bias: number, shift: number, from = tilePlace): Convolution {
  const weights = new Int32Array(3 * 27);
  for (let c = 0; c < 3; c++) weights[c * 27 + 4] = weight;
  const rest = { bias: new Int32Array(3).fill(bias), shifts: new Uint8Array(3).fill(shift) };
  const shape = { kind: "convolution", name: "conv", outChannels: 3, padding: 0, fraction: 0 } as const;
  const part = { from, inChannels: 3, weights, ...rest };
  return { ...shape, parts: [part], low: new Int32Array(3), high: 255, slope: undefined };
}

const networkOf = (...nodes: IntegerNode[]): IntegerNetwork => ({ nodes, scale: 1, probe: 0 });

function runOn(node: Convolution, red: number): number {
  const planar = new Uint8Array(27);
  planar[4] = red;
  return runReference(networkOf(node), planar, 3, 3).result[0] as number;
}

/** What a node makes of a tile whose red plane is given by rows; the other colours are 0. */
function madeOf(node: IntegerNode, rows: number[][]): number[][] {
  const [width, height] = [rows[0]?.length ?? 0, rows.length];
  const planar = new Uint8Array(3 * width * height);
  planar.set(rows.flat());
  const run = runReference(networkOf(node), planar, width, height);
  return Array.from({ length: run.resultHeight }, (_, y) => [
    ...run.result.subarray(y * run.resultWidth, (y + 1) * run.resultWidth),
  ]);
}

test("a sum is shifted down towards minus infinity and clamped", () => {
  assert.equal(runOn(middleTap(3, 4, 3), 10), 4); // (30 + 4) / 8 = 4.25
  assert.equal(runOn(middleTap(3, 1, 3), 10), 3); // 31 / 8 = 3.875
  assert.equal(runOn(middleTap(-3, 0, 3), 10), 0);
  assert.equal(runOn(middleTap(300, 0, 3), 10), 255);
});

test("a slope that rounds takes halves up", () => {
  const slope = { numerators: Int32Array.of(1, 3, -1), shift: 2, rounds: true } as const;
  const bent = { ...middleTap(1, -100, 0), low: new Int32Array(3).fill(-100), slope };
  const network = networkOf(bent, middleTap(1, 50, 0, 0));
  const planar = new Uint8Array(75);
  const probesOf = (red: number) => {
    planar[12] = red;
    const { probe } = runReference(network, planar, 5, 5);
    return [probe[4], probe[13], probe[22]];
  };
  assert.deepEqual(probesOf(98), [0, -1, 1]); // −0.5, −1.5 and 0.5
  assert.deepEqual(probesOf(97), [-1, -2, 1]); // −0.75, −2.25 and 0.75
  assert.deepEqual(probesOf(101), [1, 1, 1]);
});

test("a negative value is bent by its channel's slope and floored, a positive one passes", () => {
  const slope = { numerators: Int32Array.of(3277, -16384, 0), shift: 15 };
  const bent = { ...middleTap(1, -100, 0), low: new Int32Array(3).fill(-100), slope };
  const network = networkOf(bent, middleTap(1, 50, 0, 0));
  const planar = new Uint8Array(75);
  const probesOf = (red: number) => {
    planar[12] = red;
    const { probe } = runReference(network, planar, 5, 5);
    return [probe[4], probe[13], probe[22]];
  };
  assert.deepEqual(probesOf(200), [100, 100, 100]);
  assert.deepEqual(probesOf(100), [0, 0, 0]);
  assert.deepEqual(probesOf(99), [-1, 0, 0]); // −0.1 and 0.5
  assert.deepEqual(probesOf(90), [-2, 5, 0]); // −1.00006
  assert.deepEqual(probesOf(0), [-11, 50, 0]); // −10.0006
});

test("each channel has its own lower limit", () => {
  const limited = { ...middleTap(-1, 0, 0), low: Int32Array.of(-5, -100, 0) };
  const { probe } = runReference(
    networkOf(limited, middleTap(0, 0, 0, 0)),
    new Uint8Array(75).fill(50),
    5,
    5,
  );
  assert.deepEqual([probe[4], probe[13], probe[22]], [-5, -50, 0]);
});

test("a padded convolution sees zeros around its input and keeps its size", () => {
  const weights = new Int32Array(3 * 27);
  weights.fill(1, 0, 9);
  const [part] = middleTap(0, 0, 0).parts as [Convolution["parts"][0]];
  const around = { ...middleTap(0, 0, 0), padding: 1 as const, parts: [{ ...part, weights }] };
  assert.deepEqual(
    madeOf(around, [
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
    [
      [10, 10],
      [21, 21],
      [18, 18],
    ],
  );
});

test("the parts of a split convolution are floored one by one, with bits to spare", () => {
  const [part] = middleTap(3, 0, 4).parts as [Convolution["parts"][0]];
  const split = { ...middleTap(0, 0, 0), parts: [part, part], fraction: 2 };
  // 3 · 9 / 4 = 6.75 → 6 each; 12 / 4 = 3. Without spare bits: 1 + 1; unsplit: 54 / 16 = 3.375.
  assert.equal(runOn(split, 9), 3);
  assert.equal(runOn(split, 10), 3); // 7 + 7 = 14 → 3.5
  assert.equal(runOn(split, 11), 4); // 8 + 8
});

test("a scaled addition rounds halves up and clamps", () => {
  const add = { kind: "add", name: "add1", shift: 2, low: 0, high: 200 } as const;
  const terms = [
    { from: tilePlace, multiplier: 5 },
    { from: tilePlace, multiplier: -3 },
  ];
  assert.deepEqual(madeOf({ ...add, terms }, [[0, 1, 2, 3, 255]]), [[0, 1, 1, 2, 128]]);
  assert.deepEqual(madeOf({ ...add, terms: [{ from: tilePlace, multiplier: 4 }] }, [[199, 201]]), [
    [199, 200],
  ]);
  assert.deepEqual(madeOf({ ...add, shift: 0, terms: [{ from: tilePlace, multiplier: -1 }] }, [[3]]), [[0]]);
});

test("nearest repeats pixels, mean rounds halves up and drops what is over, crop takes the border off", () => {
  const from = tilePlace;
  assert.deepEqual(madeOf({ kind: "nearest", name: "n", from, scale: 2 }, [[1, 2]]), [
    [1, 1, 2, 2],
    [1, 1, 2, 2],
  ]);
  const rows = [
    [1, 2, 8, 8, 9],
    [1, 2, 8, 9, 9],
    [7, 7, 7, 7, 7],
  ];
  assert.deepEqual(madeOf({ kind: "mean", name: "m", from }, rows), [[2, 8]]);
  assert.deepEqual(madeOf({ kind: "crop", name: "c", from, margin: 1 }, rows), [[2, 8, 9]]);
});

test("channels become the pixels of a block in the order row, column", () => {
  const bias = Int32Array.from({ length: 12 }, (_, c) => c);
  const part = {
    from: tilePlace,
    inChannels: 3,
    weights: new Int32Array(12 * 27),
    bias,
    shifts: new Uint8Array(12),
  };
  const conv = { ...middleTap(0, 0, 0), outChannels: 12, parts: [part], low: new Int32Array(12) };
  const pixels = { kind: "pixels", name: "p", from: 0, scale: 2 } as const;
  const run = runReference(networkOf(conv, pixels), new Uint8Array(27), 3, 3);
  assert.deepEqual([...run.result], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  assert.deepEqual([run.resultWidth, run.resultHeight], [2, 2]);
});

test("a tile of which nothing is left is refused", () => {
  assert.throws(() => runReference(networkOf(middleTap(1, 0, 0)), new Uint8Array(18), 3, 2), RangeError);
  assert.throws(() => runReference(networkOf(middleTap(1, 0, 0)), new Uint8Array(26), 3, 3), RangeError);
});
