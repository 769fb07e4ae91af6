import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogue } from "@graphiti/models/catalogue.ts";
import { type IntegerNetwork, type IntegerNode, tilePlace } from "@graphiti/models/integer-network.ts";
import { loadNetwork, loadPass } from "@graphiti/models/load-network.ts";
import { publishedNames } from "@graphiti/models/networks.ts";
import { exactLimit, proveExact } from "@graphiti/models/proof.ts";
import * as fc from "fast-check";
import { beyondTheBound, convolutionsOf, networks, withFirst } from "./networks.ts";

/** One convolution whose channel 1 can sum to exactly `sum`. */
function summingTo(sum: number): IntegerNetwork {
  const weights = new Int32Array(3 * 27);
  weights.fill(1, 27, 54);
  const bias = Int32Array.of(0, sum - 27 * 255, 0);
  const part = { from: tilePlace, inChannels: 3, weights, bias, shifts: new Uint8Array(3) };
  const shape = { name: "conv1", outChannels: 3, padding: 0, fraction: 0, high: 255 } as const;
  const node = {
    kind: "convolution",
    ...shape,
    parts: [part],
    low: new Int32Array(3),
    slope: undefined,
  } as const;
  return { nodes: [node], scale: 1, probe: 0 };
}

for (const name of publishedNames)
  test(`the network ${name} is proved, and uses the budget`, async () => {
    const bounds = proveExact(await loadPass(name));
    for (const { layer, largestSum } of bounds) assert.ok(largestSum < exactLimit, layer);
    assert.ok(Math.max(...bounds.map(({ largestSum }) => largestSum)) > exactLimit * 0.99);
  });

test("services of several passes are proved as a whole", async () => {
  const passes = { "faithful-x2": 1, "faithful-x4-denoise-1": 2, "faithful-x8": 3 };
  for (const [name, count] of Object.entries(passes)) {
    const bounds = proveExact(await loadNetwork(name));
    assert.equal(bounds.filter(({ layer }) => layer.includes("conv")).length, 7 * count);
  }
  assert.ok(catalogue.length >= 15);
});

test("a planted network whose sums reach 2^30 is refused, naming node and channel", async () => {
  const planted = beyondTheBound(await loadNetwork("faithful-x2"));
  assert.throws(() => proveExact(planted), {
    code: "MODEL_UNSOUND",
    message: /conv\d, channel \d+ can sum to \d+/,
  });
});

test("the bound is exact: 2^24 − 1 passes and 2^24 does not", () => {
  assert.deepEqual(proveExact(summingTo(exactLimit - 2)), [{ layer: "conv1", largestSum: exactLimit - 2 }]);
  assert.throws(() => proveExact(summingTo(exactLimit)), { message: /conv1, channel 1 / });
});

test("a negative bias counts as much as a positive one", () => {
  const network = summingTo(0);
  convolutionsOf(network)[0]?.parts[0]?.bias.set([-exactLimit], 2);
  assert.throws(() => proveExact(network), { message: /conv1, channel 2 / });
});

test("the bound of a layer follows from the clamp of the one before", () => {
  fc.assert(
    fc.property(networks, (network) => {
      proveExact(network);
      const [first] = convolutionsOf(network);
      const low = new Int32Array(first?.outChannels ?? 0).fill(-(2 ** 23));
      const wider = withFirst(network, { low, high: 2 ** 23, slope: undefined });
      assert.throws(() => proveExact(wider), { message: /conv2, channel/ });
    }),
  );
});

test("what else could round in a convolution is refused", async () => {
  const network = await loadNetwork("faithful-x2");
  const [first] = convolutionsOf(network);
  const [part] = first?.parts ?? [];
  if (!first || !part) return assert.fail();
  const fill = (value: number) => new Int32Array(16).fill(value);
  const slope = { numerators: fill(3277), shift: 15 };
  const refused: [RegExp, IntegerNetwork][] = [
    [/multiplies -5120 by the slope/, withFirst(network, { low: fill(-5120) })],
    [/has a slope of 23 bits/, withFirst(network, { slope: { ...slope, shift: 23 } })],
    [/has 15 slopes/, withFirst(network, { slope: { ...slope, numerators: new Int32Array(15) } })],
    [/channel 3 shifts by 23/, withFirst(network, {}, { shifts: part.shifts.with(3, 23) })],
    [/clamps to -1 … 0\.5/, withFirst(network, { low: fill(-1), high: 0.5 })],
    [/clamps to 1 … 511/, withFirst(network, { low: fill(1) })],
    [/has 15 lower limits/, withFirst(network, { low: new Int32Array(15) })],
    [/has a padding of 2/, withFirst(network, { padding: 2 as 1 })],
    [/keeps 5 bits below one/, withFirst(network, { fraction: 5 })],
    [/has no parts/, withFirst(network, { parts: [] })],
    [/reads place 9, which is not before it/, withFirst(network, {}, { from: 9 })],
    [/takes 4 channels but is fed 3/, withFirst(network, {}, { inChannels: 4 })],
    [/has 431 weights/, withFirst(network, {}, { weights: part.weights.slice(1) })],
    [/has 15 biases/, withFirst(network, {}, { bias: part.bias.slice(1) })],
    [/has 15 shifts/, withFirst(network, {}, { shifts: part.shifts.slice(1) })],
    [/the last node has 12 channels/, { ...network, nodes: network.nodes.slice(0, -1) }],
    [/has no nodes/, { ...network, nodes: [] }],
    [/has the scale 0/, { ...network, scale: 0 }],
    [/the probe is at place 8/, { ...network, probe: 8 }],
  ];
  for (const [message, wrong] of refused)
    assert.throws(() => proveExact(wrong), { code: "MODEL_UNSOUND", message });
});

/** `summingTo(0)`, then a node that reads it, then a clamp to 0 … 255. */
function followedBy(node: IntegerNode): IntegerNetwork {
  const clamp = {
    kind: "add",
    name: "add9",
    terms: [{ from: 1, multiplier: 1 }],
    shift: 0,
    low: 0,
    high: 255,
  } as const;
  return { nodes: [...summingTo(27 * 255).nodes, node, clamp], scale: 1, probe: 0 };
}

test("what could round in every other kind of node is refused", () => {
  const add = { kind: "add", name: "add1", shift: 2, low: -9, high: 9 } as const;
  const terms = (...multipliers: number[]) => multipliers.map((multiplier) => ({ from: 0, multiplier }));
  // 255 · 65793 = 2^24 − 1
  proveExact(followedBy({ ...add, terms: terms(65_792, -1 + 1) }));
  const refused: [RegExp, IntegerNode][] = [
    [/add1, channel 0 can sum to 16777217; the limit/, { ...add, terms: terms(65_793) }],
    [/add1, channel 0 can sum to/, { ...add, terms: terms(40_000, -40_000) }],
    [/add1 multiplies by 0\.5/, { ...add, terms: terms(0.5) }],
    [/add1 adds nothing/, { ...add, terms: [] }],
    [/add1 shifts by 23/, { ...add, shift: 23, terms: terms(1) }],
    [/add1 clamps to/, { ...add, low: 9, terms: terms(1) }],
    [/pixels1 makes pixels of 3 channels at scale 2/, { kind: "pixels", name: "pixels1", from: 0, scale: 2 }],
    [/nearest1 has the scale 1\.5/, { kind: "nearest", name: "nearest1", from: 0, scale: 1.5 }],
    [/crop1 crops -1 pixels/, { kind: "crop", name: "crop1", from: 0, margin: -1 }],
    [/mean1 reads place 1/, { kind: "mean", name: "mean1", from: 1 }],
  ];
  for (const [message, node] of refused)
    assert.throws(() => proveExact(followedBy(node)), { code: "MODEL_UNSOUND", message });
  const wide = { ...(summingTo(27 * 255).nodes[0] as IntegerNode), high: 2 ** 22 } as IntegerNode;
  const clamp = { ...add, terms: [{ from: 1, multiplier: 1 }], shift: 0, low: 0, high: 255 };
  const meant = {
    nodes: [wide, { kind: "mean", name: "mean1", from: 0 } as const, clamp],
    scale: 1,
    probe: 1,
  };
  assert.throws(() => proveExact(meant), { message: /mean1 can sum to/ });
  const probed = { nodes: [wide, { ...clamp, terms: [{ from: 0, multiplier: 1 }] }], scale: 1, probe: 0 };
  assert.throws(() => proveExact(probed), { message: /the probe has values beyond 16 bits/ });
});

test("the sum of a split convolution's parts is bounded too", () => {
  const [only] = convolutionsOf(summingTo(exactLimit / 2 + 10));
  if (!only) return assert.fail();
  const split = { ...only, parts: [...only.parts, ...only.parts] };
  assert.throws(() => proveExact({ nodes: [split], scale: 1, probe: 0 }), {
    message: /conv1, channel 1, with all parts, can sum to/,
  });
});
