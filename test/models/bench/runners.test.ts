import assert from "node:assert/strict";
import { test } from "node:test";
import { openRunner } from "@graphiti/models/bench/runners.ts";
import { recipeOf } from "@graphiti/models/catalogue.ts";
import { countDifferences } from "../run-model.ts";
import { noiseTile } from "../tiles.ts";

const settings = { service: "faithful-x2", width: 20, height: 12, threads: 1, level: "all" } as const;

test("tiles that are computed together are what they are one after the other", async () => {
  const { halo } = recipeOf(settings.service);
  const [width, height] = [settings.width + 2 * halo, settings.height + 2 * halo];
  const tiles = [1, 2, 3].map((seed) => Float32Array.from(noiseTile(width, height, seed).planar));
  const alone = await openRunner("exact", { ...settings, batch: 1 });
  const together = await openRunner("exact", { ...settings, batch: tiles.length });
  try {
    const pixels = Float32Array.from(tiles.flatMap((tile) => [...tile]));
    const outputs = ["result", "probe"] as const;
    const all = await together.run(pixels, width, height, outputs);
    for (const [at, tile] of tiles.entries()) {
      const one = await alone.run(tile, width, height, outputs);
      for (const name of outputs) {
        const { length } = one[name]?.data ?? [];
        assert.ok(length);
        const part = all[name]?.data.subarray(at * length, (at + 1) * length) ?? [];
        assert.equal(countDifferences(part, one[name]?.data ?? []), 0, `${name} of tile ${at}`);
      }
    }
  } finally {
    await Promise.all([alone.close(), together.close()]);
  }
});
