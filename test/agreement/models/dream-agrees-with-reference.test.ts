import assert from "node:assert/strict";
import { before, test } from "node:test";
import { cornerCoordinates } from "@graphiti/models/generate/dream/coordinates.ts";
import { dreamPlan } from "@graphiti/models/generate/dream/plan.ts";
import { renderTile } from "@graphiti/models/generate/dream/render-tile.ts";
import { runNetwork } from "@graphiti/models/generate/dream/run-network.ts";
import { type Feed, tileFeeds } from "@graphiti/models/generate/dream/tile-feeds.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
import * as fc from "fast-check";
import { type InferenceSession, Tensor } from "onnxruntime-node";
import { anyArea, someParams } from "../../models/generate/arbitrary.ts";
import { countDifferences, openModel } from "../../models/run-model.ts";
import { anyParams } from "../../protocol/any-params.ts";

let session: InferenceSession;
let plain: InferenceSession;

before(async () => {
  const bytes = await modelBytes("dream");
  session = await openModel(bytes);
  plain = await openModel(bytes, 2, "disabled");
});

async function run(on: InferenceSession, feeds: Record<string, Feed>) {
  const tensors = Object.fromEntries(
    Object.entries(feeds).map(([name, { values, dims }]) => [name, new Tensor("float32", values, dims)]),
  );
  const { result, probe } = (await on.run(tensors)) as { result: Tensor; probe: Tensor };
  return { result: result.data as Float32Array, probe: probe.data as Float32Array, dims: result.dims };
}

test("dreams of any seed, size and part are the same in ONNX Runtime, bit for bit", async () => {
  await fc.assert(
    fc.asyncProperty(anyParams, anyArea(8192, 48), async (params, [picture, rect]) => {
      const { pixels, probe } = renderTile(params, picture, rect);
      const feeds = tileFeeds(params, picture, rect);
      for (const on of [session, plain]) {
        const made = await run(on, feeds);
        assert.deepEqual(made.dims, [1, 3, rect.height, rect.width]);
        assert.equal(countDifferences(made.result, pixels), 0);
        assert.equal(countDifferences(made.probe, probe), 0);
      }
    }),
    { numRuns: 25 },
  );
});

test("a whole tile is the same too", async () => {
  const picture = { width: 3000, height: 2000 };
  const rect = { x: 1024, y: 768, width: 256, height: 256 };
  const { pixels, probe } = renderTile(someParams, picture, rect);
  const made = await run(session, tileFeeds(someParams, picture, rect));
  assert.equal(countDifferences(made.result, pixels), 0);
  assert.equal(countDifferences(made.probe, probe), 0);
});

test("a network beyond the proof's limits really differs: the bound is needed", async () => {
  const picture = { width: 500, height: 500 };
  const rect = { x: 100, y: 100, width: 32, height: 32 };
  const { network } = dreamPlan(someParams, picture);
  const [first, ...rest] = network.hidden as [(typeof network)["output"], ...(typeof network)["output"][]];
  const wild = { ...first, weights: first.weights.map((weight, at) => weight * 64 + (at % 13) + 1) };
  const feeds = tileFeeds(someParams, picture, rect);
  (feeds.weights0 as Feed).values = Float32Array.from(wild.weights);
  const coordinates = cornerCoordinates(network, someParams.symmetry, picture, rect);
  const { last } = runNetwork({ ...network, hidden: [wild, ...rest] }, coordinates, 33 * 33);
  const rows = last.filter((_, at) => at % 33 < 32 && Math.floor(at / 33) % 33 < 32);
  assert.ok(countDifferences((await run(session, feeds)).probe, rows) > 0);
});
