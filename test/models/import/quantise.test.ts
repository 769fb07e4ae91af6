import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { FloatConvolution, FloatNetwork } from "@graphiti/models/float-network.ts";
import { measureStatistics } from "@graphiti/models/import/calibration.ts";
import { quantise } from "@graphiti/models/import/quantise.ts";
import { emitFloat } from "@graphiti/models/onnx/emit-float.ts";
import { proveExact } from "@graphiti/models/proof.ts";
import { runReference } from "@graphiti/models/reference.ts";
import * as fc from "fast-check";
import { Tensor } from "onnxruntime-node";
import { convolutionsOf } from "../networks.ts";
import { openModel } from "../run-model.ts";
import { noise, noiseTile } from "../tiles.ts";

const options = {
  activationBits: 9,
  trunkBits: 11,
  largestWeight: 511,
  margin: 1.1,
  slopeShift: 15,
  fraction: 5,
};

/** Two hidden layers and a last one, with random weights that keep values in proportion. */
function randomNetwork(seed: number, channels = 8): FloatNetwork {
  const next = noise(seed);
  const layer = (
    from: number,
    inChannels: number,
    outChannels: number,
    slope: number | undefined,
  ): FloatConvolution => ({
    kind: "convolution",
    name: `conv${from + 2}`,
    inputs: [{ from, channels: inChannels }],
    outChannels,
    padding: 0,
    slopes: slope === undefined ? undefined : new Float32Array(outChannels).fill(slope),
    weights: Float32Array.from(
      { length: outChannels * inChannels * 9 },
      () => (next() - 127.5) / 127.5 / inChannels,
    ),
    bias: Float32Array.from({ length: outChannels }, () => next() / 512),
  });
  const nodes = [
    layer(-1, 3, channels, 0.1),
    layer(0, channels, channels, 0.1),
    layer(1, channels, 12, undefined),
    { kind: "pixels" as const, name: "pixels1", from: 2, scale: 2 },
  ];
  return { nodes, scale: 2, unit: 1 / 255 };
}

const calibration = [1, 2, 3].map((seed) => ({ ...noiseTile(24, 24, seed), typical: true }));

describe("the quantiser", () => {
  test("makes networks that the proof accepts", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
        const network = randomNetwork(seed);
        const statistics = await measureStatistics(network, calibration);
        const integers = quantise(network, statistics, options, 1);
        proveExact(integers);
        for (const { parts } of convolutionsOf(integers))
          assert.ok(parts.every(({ weights }) => weights.every((weight) => Math.abs(weight) <= 511)));
        // With room for large weights it is the bound on sums that decides.
        proveExact(quantise(network, statistics, { ...options, largestWeight: 0x7fff }, 1));
      }),
      { numRuns: 10 },
    );
  });

  test("given a limit of 2^30 and room for large weights, makes one that the proof refuses", async () => {
    const network = randomNetwork(5);
    const wild = { ...options, activationBits: 13, largestWeight: 65535, slopeShift: 11, sumLimit: 2 ** 30 };
    const integers = quantise(network, await measureStatistics(network, calibration), wild, 1);
    assert.throws(() => proveExact(integers), { code: "MODEL_UNSOUND", message: /can sum to/ });
  });

  test("stays within a level of the float network on average, and is not biased", async () => {
    const network = randomNetwork(9);
    // Weights of one sign add up whatever the floors after the slopes take away.
    const last = network.nodes[2] as FloatConvolution;
    last.weights.set(last.weights.map((weight) => Math.abs(weight) / 6));
    const integers = quantise(network, await measureStatistics(network, calibration), options, 1);
    const tile = noiseTile(40, 40, 99);
    const session = await openModel(emitFloat(network));
    const pixels = new Tensor(
      "float32",
      Float32Array.from(tile.planar, (value) => value / 255),
      [1, 3, 40, 40],
    );
    const { result } = await session.run({ pixels }, ["result"]);
    await session.release();
    const float = Array.from(result?.data as Float32Array, (value) =>
      Math.min(255, Math.max(0, value * 255)),
    );
    const exact = runReference(integers, tile.planar, 40, 40).result;
    const differences = float.map((value, at) => (exact[at] as number) - value);
    const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
    const spread = differences.reduce((sum, one) => sum + Math.abs(one), 0) / differences.length;
    assert.ok(Math.abs(mean) < 0.03, `mean ${mean}`);
    assert.ok(spread < 1, `spread ${spread}`);
  });

  test("refuses statistics of another network", () => {
    assert.throws(() => quantise(randomNetwork(1), [], options, 1), { code: "MODEL_SOURCE" });
  });
});
