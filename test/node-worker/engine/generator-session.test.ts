import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { emitDream } from "@graphiti/models/generate/dream/emit-dream.ts";
import { type GeneratorName, generators } from "@graphiti/models/generate/generators.ts";
import { planarDigest } from "@graphiti/protocol/digests.ts";
import type { Program } from "../../../node-worker/engine/program.ts";
import { SessionPool } from "../../../node-worker/engine/session-pool.ts";
import { layerDigest } from "../../../node-worker/engine/strips.ts";

const params = {
  seed: `0x${"c4".repeat(16)}`,
  palette: 2,
  complexity: 7,
  symmetry: 1,
  variation: 9,
} as const;
const picture = { width: 300, height: 170 };
const rect = { x: 271, y: 150, width: 29, height: 20 };

const programs: Record<GeneratorName, () => Program> = {
  dream: () => ({ kind: "dream", device: "cpu", model: emitDream() }),
  flow: () => ({ kind: "flow", device: "cpu" }),
};

describe("a tile of a generated picture", () => {
  for (const [name, { renderTile, probeChannels }] of Object.entries(generators))
    it(`equals the definition bit for bit: ${name}`, async () => {
      const pool = await SessionPool.open(programs[name as GeneratorName](), 1);
      try {
        const { pixels, outputDigest, probe } = await pool.run({ params, picture, rect });
        const wanted = renderTile(params, picture, rect);
        const area = rect.width * rect.height;
        assert.ok(pixels.every((value, at) => value === wanted.pixels[(at % 3) * area + Math.floor(at / 3)]));
        assert.equal(outputDigest, planarDigest(wanted.pixels, 3, rect.width, rect.height));
        const layer = {
          values: wanted.probe,
          channels: probeChannels,
          width: rect.width,
          height: rect.height,
        };
        assert.equal(probe, layerDigest(layer, "int16"));
      } finally {
        await pool.close();
      }
    });

  it("is not made by a network that wants pixels, nor pixels taken by a generator", async () => {
    const pool = await SessionPool.open(programs.flow(), 1);
    try {
      const request = { pixels: new Uint8Array(3), width: 1, height: 1, isAlpha: false };
      await assert.rejects(() => pool.run(request), /wants parameters/);
    } finally {
      await pool.close();
    }
  });
});
