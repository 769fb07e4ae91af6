import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { withHalo } from "@graphiti/models/bench/upscale.ts";
import { recipeOf } from "@graphiti/models/catalogue.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
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
