import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bandsOf } from "@graphiti/models/bands.ts";
import { withHalo } from "@graphiti/models/bench/upscale.ts";
import { recipeOf } from "@graphiti/models/catalogue.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
import * as fc from "fast-check";
import type { InferenceSession } from "onnxruntime-node";
import { countDifferences, openModel, runModel } from "./run-model.ts";
import { noiseTile } from "./tiles.ts";

type Planes = { planar: ArrayLike<number>; width: number; height: number };

const { halo, scale } = recipeOf("faithful-x2");
const width = 37;
const height = 29;
const picture = noiseTile(width, height);
let session: InferenceSession;

before(async () => {
  session = await openModel(await modelBytes("faithful-x2"));
});
after(() => session.release());

/** A rectangle of a planar picture of any number of channels. */
function cut(from: Planes, left: number, top: number, columns: number, rows: number): number[] {
  const channels = from.planar.length / (from.width * from.height);
  return Array.from({ length: channels * columns * rows }, (_, at) => {
    const y = top + (Math.floor(at / columns) % rows);
    const plane = Math.floor(at / (columns * rows));
    return from.planar[(plane * from.height + y) * from.width + left + (at % columns)] as number;
  });
}

/** Upscales the core at (left, top) from its surroundings of `reach` pixels, with the rest of the halo repeated. */
async function tileWith(reach: number, left: number, top: number, columns: number, rows: number) {
  const around = withHalo(picture, reach);
  const planar = cut(around, left, top, columns + 2 * reach, rows + 2 * reach);
  const seen = { planar: Uint8Array.from(planar), width: columns + 2 * reach, height: rows + 2 * reach };
  return runModel(session, withHalo(seen, halo - reach));
}

async function differencesOfTiling(reach: number): Promise<number> {
  const whole = await runModel(session, withHalo(picture, halo));
  const wholeResult = { planar: whole.result, width: width * scale, height: height * scale };
  let differences = 0;
  for (let top = 0; top < height; top += 16)
    for (let left = 0; left < width; left += 16) {
      const columns = Math.min(16, width - left);
      const rows = Math.min(16, height - top);
      const part = await tileWith(reach, left, top, columns, rows);
      const same = cut(wholeResult, left * scale, top * scale, columns * scale, rows * scale);
      differences += countDifferences(part.result, same);
    }
  return differences;
}

test("tiles with a halo of the receptive field are the whole picture, bit for bit", async () => {
  assert.equal(await differencesOfTiling(halo), 0);
});

test("with one pixel less they are not", async () => {
  assert.ok((await differencesOfTiling(halo - 1)) > 0);
});

test("a tile in bands is the whole tile, result and probe", async () => {
  const haloed = withHalo(picture, halo);
  const whole = await runModel(session, haloed);
  const result = { planar: whole.result, width: width * scale, height: height * scale };
  const probe = { planar: whole.probe, width: width + 2, height: height + 2 };
  for (const bandRows of [1, 8, 13, height, 64])
    for (const band of bandsOf(height, bandRows, { scale, halo })) {
      const rows = cut(haloed, 0, band.inputTop, haloed.width, band.inputRows);
      const part = await runModel(session, {
        planar: Uint8Array.from(rows),
        width: haloed.width,
        height: band.inputRows,
      });
      const partProbe = { planar: part.probe, width: probe.width, height: part.probeDims[2] as number };
      assert.equal(
        countDifferences(part.result, cut(result, 0, band.resultTop, result.width, band.resultRows)),
        0,
      );
      assert.deepEqual(
        cut(partProbe, 0, 0, probe.width, band.probeRows),
        cut(probe, 0, band.probeTop, probe.width, band.probeRows),
      );
    }
});

test("bands cover input, result and probe without gap or overlap", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 600 }), (coreRows, bandRows) => {
      let [result, probe] = [0, 0];
      const bands = bandsOf(coreRows, bandRows, { scale, halo });
      for (const band of bands) {
        assert.equal(band.resultTop, result);
        assert.equal(band.probeTop, probe);
        assert.equal(band.resultRows, scale * (band.inputRows - 2 * halo));
        assert.ok(band.inputRows <= bandRows + 2 * halo);
        result += band.resultRows;
        probe += band.probeRows;
      }
      assert.equal(result, coreRows * scale);
      assert.equal(probe, coreRows + 2);
      assert.equal((bands.at(-1)?.inputTop ?? 0) + (bands.at(-1)?.inputRows ?? 0), coreRows + 2 * halo);
    }),
  );
});
