import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { catalogue, type ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { floatTwin } from "@graphiti/models/float-network.ts";
import type { IntegerNetwork } from "@graphiti/models/integer-network.ts";
import { loadNetwork } from "@graphiti/models/load-network.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
import { emitFloat } from "@graphiti/models/onnx/emit-float.ts";
import { emitInteger } from "@graphiti/models/onnx/emit-integer.ts";
import { proveExact } from "@graphiti/models/proof.ts";
import { type ReferenceRun, runReference } from "@graphiti/models/reference.ts";
import * as fc from "fast-check";
import { Tensor } from "onnxruntime-node";
import { beyondTheBound, networks } from "../../models/networks.ts";
import { countDifferences, openModel, runModel } from "../../models/run-model.ts";
import { adversarialTiles, noiseTile, oddTiles, type Tile } from "../../models/tiles.ts";

const levels = ["disabled", "basic", "extended", "all"] as const;

/** Threads and levels are tried in full on the first service; the kernels are the same for the others. */
const [first, ...others] = catalogue.filter(({ kind }) => kind === 1) as [ServiceRecipe, ...ServiceRecipe[]];
const everySetting = [1, 2].flatMap((threads) => levels.map((level) => ({ threads, level })));
const someSettings = [
  { threads: 1, level: "disabled" },
  { threads: 2, level: "all" },
] as const;

for (const recipe of [first, ...others])
  describe(`ONNX Runtime computes ${recipe.name} bit for bit`, () => {
    const isFirst = recipe === first;
    // The reference takes long over anime; one odd tile, and the conformance tile elsewhere, must do.
    const odd = oddTiles(recipe.halo).filter(({ name }) => recipe.family !== "anime" || name === "step");
    const tiles = isFirst ? adversarialTiles(recipe.halo) : odd;
    let network: IntegerNetwork;
    let expected: { tile: Tile; run: ReferenceRun }[];

    before(async () => {
      network = await loadNetwork(recipe.name);
      expected = tiles.map((tile) => ({
        tile,
        run: runReference(network, tile.planar, tile.width, tile.height),
      }));
    });

    for (const { threads, level } of isFirst ? everySetting : someSettings)
      test(`with ${threads} threads at optimisation level ${level}`, async () => {
        const session = await openModel(await modelBytes(recipe.name), threads, level);
        for (const { tile, run } of expected) {
          const { result, probe, resultDims, probeDims } = await runModel(session, tile);
          assert.deepEqual(resultDims, [1, 3, run.resultHeight, run.resultWidth]);
          const core = { width: tile.width - 2 * recipe.halo, height: tile.height - 2 * recipe.halo };
          assert.equal(run.resultWidth, core.width * recipe.scale);
          assert.equal(run.resultHeight, core.height * recipe.scale);
          assert.deepEqual(probeDims, [1, run.probeChannels, run.probeHeight, run.probeWidth]);
          assert.equal(countDifferences(result, run.result), 0, `result of ${tile.name}`);
          assert.equal(countDifferences(probe, run.probe), 0, `probe of ${tile.name}`);
        }
        await session.release();
      });

    test("and the tiles reach far apart values of result and probe", () => {
      const results = new Set(expected.flatMap(({ run }) => [...run.result]));
      const probes = new Set(expected.flatMap(({ run }) => [...run.probe]));
      assert.ok(Math.max(...results) - Math.min(...results) > 100);
      // A byte has no more than 256 values.
      assert.ok(probes.size > (recipe.family === "fast" ? 80 : 300));
    });
  });

for (const name of ["faithful-x2", "crisp-x4"])
  test(`${name} beyond the bound is not computed exactly, which is why the proof refuses it`, async () => {
    const wild = beyondTheBound(await loadNetwork(name));
    assert.throws(() => proveExact(wild), { code: "MODEL_UNSOUND" });
    // Which sums are rounded hangs on the processor, so many are looked at.
    const tile = noiseTile(120, 120);
    const session = await openModel(emitInteger(wild));
    const actual = await runModel(session, tile);
    const run = runReference(wild, tile.planar, tile.width, tile.height);
    assert.ok(countDifferences(actual.probe, run.probe) > 0);
    await session.release();
  });

test("ONNX Runtime computes any proved network bit for bit", async () => {
  await fc.assert(
    fc.asyncProperty(networks, fc.integer(), fc.constantFrom(...levels), async (network, seed, level) => {
      proveExact(network);
      const tile = noiseTile(11, 9, seed);
      const session = await openModel(emitInteger(network), 1, level);
      const actual = await runModel(session, tile);
      const run = runReference(network, tile.planar, tile.width, tile.height);
      assert.equal(countDifferences(actual.result, run.result), 0);
      assert.equal(countDifferences(actual.probe, run.probe), 0);
      await session.release();
    }),
    { numRuns: 60 },
  );
});

test("the float twin stays near the exact network, so the two do the same work", async () => {
  const network = await loadNetwork("faithful-x2");
  const tile = noiseTile(20, 20);
  const run = runReference(network, tile.planar, tile.width, tile.height);
  const session = await openModel(emitFloat(floatTwin(network)));
  const pixels = new Tensor("float32", Float32Array.from(tile.planar), [1, 3, 20, 20]);
  const { result } = await session.run({ pixels }, ["result"]);
  const floats = result?.data as Float32Array;
  const worst = run.result.reduce((most, value, at) => {
    return Math.max(most, Math.abs(value - Math.min(255, Math.max(0, floats[at] as number))));
  }, 0);
  assert.ok(worst > 0 && worst < 16, `differs by up to ${worst}`);
  await session.release();
});
