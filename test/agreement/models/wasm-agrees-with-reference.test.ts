import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { catalogue } from "@graphiti/models/catalogue.ts";
import { loadNetwork } from "@graphiti/models/load-network.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
import { emitInteger } from "@graphiti/models/onnx/emit-integer.ts";
import { proveExact } from "@graphiti/models/proof.ts";
import { runReference } from "@graphiti/models/reference.ts";
import { openWasm } from "../../../app/_engine/wasm-runtime.ts";
import { countDifferences } from "../../models/run-model.ts";
import { noiseTile, type Tile, tile } from "../../models/tiles.ts";
import { randomNetwork } from "../neurons/random-network.ts";
import { Dice } from "../protocol/cases.ts";

/** What the browser computes with, on the smallest tiles that reach every border. */
async function compare(model: Uint8Array, network: Parameters<typeof runReference>[0], tiles: Tile[]) {
  const opened = await openWasm(model);
  for (const { name, planar, width, height } of tiles) {
    const expected = runReference(network, planar, width, height);
    const { result, probe } = await opened.run(planar, width, height);
    assert.deepEqual([result.width, result.height], [expected.resultWidth, expected.resultHeight]);
    assert.equal(countDifferences(result.values, expected.result), 0, `result of ${name}`);
    assert.equal(countDifferences(probe.values, expected.probe), 0, `probe of ${name}`);
  }
  await opened.close();
}

describe("ONNX Runtime in WebAssembly computes bit for bit", () => {
  // One of each family: the others differ in their weights alone.
  for (const { name, halo } of catalogue.filter((one) =>
    ["faithful-x2", "crisp-x2", "fast-x2", "anime-x4"].includes(one.name),
  ))
    test(name, async () => {
      const side = 2 * halo + 3;
      const edges = tile("edges", side, side + 1, (x, y) => (((x >> 1) ^ y) & 1) * 255);
      await compare(await modelBytes(name), await loadNetwork(name), [noiseTile(side + 1, side), edges]);
    });

  test("any proved network, of every kind of node", async () => {
    const dice = new Dice(20_312);
    for (let n = 0; n < 20; n++) {
      const network = randomNetwork(dice);
      proveExact(network);
      await compare(emitInteger(network), network, [noiseTile(8, 7, n + 1)]);
    }
  });
});
