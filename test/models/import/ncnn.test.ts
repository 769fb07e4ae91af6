import assert from "node:assert/strict";
import { test } from "node:test";
import { readTopology } from "@graphiti/models/import/ncnn-topology.ts";
import { halfToNumber, readWeights } from "@graphiti/models/import/ncnn-weights.ts";
import { publishedNetwork } from "@graphiti/models/import/published-network.ts";
import { topology, weightsFile } from "./ncnn-file.ts";

test("a topology is read with sizes, slope and bias", () => {
  const [first, second] = readTopology(topology);
  assert.deepEqual(first, {
    kind: "convolution",
    name: "first",
    outChannels: 2,
    kernel: 3,
    stride: 1,
    padding: 0,
    hasBias: true,
    weightCount: 54,
    slope: 0.1,
    inputs: ["tile"],
    output: "hidden",
  });
  if (second?.kind !== "deconvolution") return assert.fail();
  assert.deepEqual([second.stride, second.padding, second.slope], [2, 3, undefined]);
});

test("weights are read in both forms, and to the last byte", () => {
  const read = readWeights(weightsFile(), readTopology(topology));
  const [first, second] = [read.get("first"), read.get("second")];
  assert.deepEqual([...(first?.weights.slice(0, 4) ?? [])], [-2, Math.fround(0.333251953125), 2 ** -24, 1]);
  assert.deepEqual([...(first?.bias ?? [])], [0.5, -0.25]);
  assert.equal(second?.weights[95], 95 / 128);
  assert.deepEqual([...(second?.bias ?? [])], [0, 1, 2]);
});

test("the network is a chain of convolutions from RGB to four pixels", () => {
  const network = publishedNetwork({ topology, weights: weightsFile() });
  assert.equal(network.scale, 2);
  const [first, second, pixels] = network.nodes;
  if (first?.kind !== "convolution" || second?.kind !== "convolution") return assert.fail();
  assert.deepEqual([first.name, first.inputs, first.outChannels], ["conv1", [{ from: -1, channels: 3 }], 2]);
  assert.deepEqual([...(first.slopes ?? [])], [Math.fround(0.1), Math.fround(0.1)]);
  assert.deepEqual(
    [second.inputs, second.outChannels, second.slopes],
    [[{ from: 0, channels: 2 }], 12, undefined],
  );
  assert.deepEqual(pixels, { kind: "pixels", name: "pixels1", from: 1, scale: 2 });
});

test("halves are IEEE 754 binary16", () => {
  const known: [number, number][] = [
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x03ff, (1023 / 1024) * 2 ** -14],
    [0x7c00, Number.POSITIVE_INFINITY],
  ];
  for (const [bits, value] of known) assert.equal(halfToNumber(bits), value);
  assert.ok(Number.isNaN(halfToNumber(0x7e00)));
});

test("what is not such a chain is refused with the layer's name", () => {
  const refused: [RegExp, string][] = [
    [/not a text file of ncnn/, topology.replace("7767517", "7767518")],
    [/second is of the kind Pooling/, topology.replace("Deconvolution", "Pooling")],
    [/second reads nothing before it is made/, topology.replace("1 1 hidden out", "1 1 nothing out")],
    [/first has an activation/, topology.replace("9=2", "9=1")],
    [/has no layers/, "7767517\n0 0\n"],
    [/first is not a 3×3 convolution/, topology.replace("1=3 5=1 6=54", "1=3 4=2 5=1 6=54")],
    [/second is not a transposed convolution of kernel 4/, topology.replace("3=2 4=3", "3=2 4=1")],
    [/first has 53 weights/, topology.replace("6=54", "6=53")],
  ];
  for (const [message, text] of refused)
    assert.throws(() => publishedNetwork({ topology: text, weights: weightsFile() }), {
      code: "MODEL_SOURCE",
      message,
    });
});

test("weights that do not fit the topology are refused", () => {
  const layers = readTopology(topology);
  const bytes = weightsFile();
  assert.throws(() => readWeights(bytes.subarray(0, -1), layers), { message: /end too early/ });
  assert.throws(() => readWeights(Uint8Array.of(...bytes, 0), layers), { message: /belong to no layer/ });
  bytes[0] = 0;
  assert.throws(() => readWeights(bytes, layers), { message: /stored in an unknown way/ });
});
