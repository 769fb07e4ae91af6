import assert from "node:assert/strict";
import { test } from "node:test";
import { pairLimit, proveBytes } from "@graphiti/models/byte-proof.ts";
import { loadNetwork } from "@graphiti/models/load-network.ts";
import { emitBytes } from "@graphiti/models/onnx/emit-bytes.ts";
import { proveExact } from "@graphiti/models/proof.ts";
import { convolutionsOf, withFirst } from "./networks.ts";

/** What vpmaddubsw makes of two bytes and two weights: 16 bits, cut off at their ends. */
const addedIn16Bits = (bytes: readonly number[], weights: readonly number[]) => {
  const sum = bytes.reduce((total, byte, at) => total + byte * (weights[at] as number), 0);
  return Math.max(-0x8000, Math.min(0x7fff, sum));
};

test("fast-x2 is proved: both forms, no weight above 64, no pair of products in need of more than 16 bits", async () => {
  const network = await loadNetwork("fast-x2");
  const layers = proveBytes(network);
  assert.deepEqual(
    layers.map(({ form }) => form),
    ["float", "float", "float", "table", "table", "table", "table"],
  );
  const largest = Math.max(
    ...layers.flatMap(({ part }) => [...part.weights.map(Math.abs)].sort((a, b) => b - a)[0] ?? 0),
  );
  assert.equal(largest, 64);
  assert.equal(addedIn16Bits([255, 255], [largest, largest]), 2 * 255 * largest);
  assert.equal(addedIn16Bits([255, 255], [-largest, -largest]), -2 * 255 * largest);
  assert.ok(2 * 255 * largest < pairLimit);
});

test("weights of 127 saturate where products are added in pairs, and are refused", async () => {
  assert.notEqual(addedIn16Bits([255, 255], [127, 127]), 2 * 255 * 127);
  const network = await loadNetwork("fast-x2");
  const [first] = convolutionsOf(network);
  const weights = first?.parts[0]?.weights as Int32Array;
  const wider = (change: Record<number, number>) =>
    withFirst(network, {}, { weights: weights.map((weight, at) => change[at] ?? weight) });
  const planted = wider({ 27: 127, 41: -127 });
  proveExact(planted);
  const refusal = { code: "MODEL_UNSOUND", message: /conv1, channel 1 has a pair of products of 64770/ };
  assert.throws(() => proveBytes(planted), refusal);
  assert.throws(() => emitBytes(planted), refusal);
  const alone = Object.fromEntries(Array.from({ length: 27 }, (_, at) => [at, 0]));
  proveBytes(wider({ ...alone, 3: 64, 20: -64 }));
  assert.throws(() => proveBytes(wider({ ...alone, 3: 65, 20: -64 })), { message: /channel 0 has a pair/ });
});

test("what bytes do not compute exactly is refused", async () => {
  const network = await loadNetwork("fast-x2");
  const [first] = convolutionsOf(network);
  assert.ok(first?.slope);
  const { slope, low, outChannels } = first;
  const fill = (value: number) => new Int32Array(outChannels).fill(value);
  const refused: [RegExp, ReturnType<typeof withFirst>][] = [
    [/slope that is not odd/, withFirst(network, { slope: { ...slope, numerators: fill(204) } })],
    [/slope that is not odd/, withFirst(network, { slope: { numerators: fill(205), shift: 11 } })],
    [/slope that is not odd/, withFirst(network, { low: fill(-1024) })],
    [/limits of each channel's own/, withFirst(network, { low: low.map((one, c) => one + (c % 2)) })],
    [/has \d+ values/, withFirst(network, { high: 255 })],
    [/conv1, channel 0 shifts by 0/, withFirst(network, {}, { shifts: new Uint8Array(outChannels) })],
  ];
  for (const [message, wrong] of refused)
    assert.throws(() => proveBytes(wrong), { code: "MODEL_UNSOUND", message }, `${message}`);
  assert.throws(() => proveBytes({ ...network, nodes: network.nodes.slice(0, -1) }), {
    code: "MODEL_UNSOUND",
  });
  await assert.rejects(async () => proveBytes(await loadNetwork("crisp-x4")), { code: "MODEL_UNSOUND" });
});
