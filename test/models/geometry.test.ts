import assert from "node:assert/strict";
import { test } from "node:test";
import { recipeOf } from "@graphiti/models/catalogue.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
import type { InferenceSession } from "onnxruntime-node";
import { countDifferences, openModel, runModel } from "./run-model.ts";
import { noiseTile, withHalo } from "./tiles.ts";

type Planes = { planar: ArrayLike<number>; width: number; height: number };

const width = 37;
const height = 29;
const picture = noiseTile(width, height);

/** A rectangle of a planar picture of any number of channels. */
function cut(from: Planes, left: number, top: number, columns: number, rows: number): number[] {
  const channels = from.planar.length / (from.width * from.height);
  return Array.from({ length: channels * columns * rows }, (_, at) => {
    const y = top + (Math.floor(at / columns) % rows);
    const plane = Math.floor(at / (columns * rows));
    return from.planar[(plane * from.height + y) * from.width + left + (at % columns)] as number;
  });
}

/** Differences between the whole picture and tiles that see `reach` pixels around; the rest of the halo is repeated. */
async function differencesOfTiling(
  session: InferenceSession,
  service: string,
  reach: number,
): Promise<number> {
  const { halo, scale } = recipeOf(service);
  const whole = await runModel(session, withHalo(picture, halo));
  const wholeResult = { planar: whole.result, width: width * scale, height: height * scale };
  const around = withHalo(picture, reach);
  let differences = 0;
  for (let top = 0; top < height; top += 16)
    for (let left = 0; left < width; left += 16) {
      const columns = Math.min(16, width - left);
      const rows = Math.min(16, height - top);
      const [seenWidth, seenHeight] = [columns + 2 * reach, rows + 2 * reach];
      const planar = Uint8Array.from(cut(around, left, top, seenWidth, seenHeight));
      const seen = { planar, width: seenWidth, height: seenHeight };
      const part = await runModel(session, withHalo(seen, halo - reach));
      const same = cut(wholeResult, left * scale, top * scale, columns * scale, rows * scale);
      differences += countDifferences(part.result, same);
    }
  return differences;
}

/** How many pixels of halo have to be missing until it shows. */
const missed = { "faithful-x2": 1, "fast-x2": 1, "faithful-x4": 2, "faithful-x8-denoise-2": 2 };

for (const [service, missing] of Object.entries(missed))
  test(`tiles of ${service} with its halo are the whole picture, bit for bit, and with less are not`, async () => {
    const session = await openModel(await modelBytes(service));
    const { halo } = recipeOf(service);
    assert.equal(await differencesOfTiling(session, service, halo), 0);
    assert.ok((await differencesOfTiling(session, service, halo - missing)) > 0);
    await session.release();
  });
