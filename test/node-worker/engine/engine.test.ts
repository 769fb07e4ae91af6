import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { recipeOf } from "@graphiti/models/catalogue.ts";
import { loadNetwork } from "@graphiti/models/load-network.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
import { runReference } from "@graphiti/models/reference.ts";
import { alphaOfGreen } from "@graphiti/protocol/alpha.ts";
import { LayerDigest, planarDigest } from "@graphiti/protocol/digests.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import type { Planar } from "@graphiti/protocol/picture/halo.ts";
import { selfTest } from "../../../node-worker/engine/self-test.ts";
import { SessionPool } from "../../../node-worker/engine/session-pool.ts";
import { paintPlanar } from "../support/pictures.ts";

const geometry = { halo: 7 };
let pool: SessionPool;
before(async () => {
  pool = await SessionPool.open(await modelBytes("faithful-x2"), 2);
});
after(() => pool.close());

/** Result and digests as the definitions say, from the reference interpreter and the shared digests. */
async function expected({ data, width, height }: Planar, isAlpha: boolean) {
  const run = runReference(await loadNetwork("faithful-x2"), data, width, height);
  const plane = run.resultWidth * run.resultHeight;
  const planar = run.result.slice();
  if (isAlpha) {
    const alpha = planar.slice(plane, 2 * plane).map(alphaOfGreen);
    for (const channel of [0, 1, 2]) planar.set(alpha, channel * plane);
  }
  const probe = new LayerDigest();
  for (let y = 0; y < run.probeHeight; y++) {
    const row = new Int16Array(run.probeChannels * run.probeWidth);
    for (let at = 0; at < row.length; at++) {
      const channel = Math.floor(at / run.probeWidth);
      row[at] = run.probe[(channel * run.probeHeight + y) * run.probeWidth + (at % run.probeWidth)] as number;
    }
    probe.row(new Uint8Array(row.buffer));
  }
  return {
    pixels: Buffer.from(
      Uint8Array.from(planar, (_, at) => planar[(at % 3) * plane + Math.floor(at / 3)] as number),
    ),
    outputDigest: planarDigest(planar, 3, run.resultWidth, run.resultHeight),
    probe: probe.digest(),
  };
}

async function computed(tile: Planar, isAlpha: boolean) {
  const { pixels, outputDigest, probe } = await pool.run(tile, isAlpha);
  return { pixels: Buffer.from(pixels), outputDigest, probe };
}

describe("a tile computed by sessions", () => {
  for (const [width, height] of [
    [1, 1],
    [5, 3],
    [12, 19],
  ] as const)
    for (const isAlpha of [false, true])
      it(`equals the reference bit for bit: ${width}×${height}${isAlpha ? ", alpha" : ""}`, async () => {
        const tile = paintPlanar(width + 14, height + 14);
        assert.deepEqual(await computed(tile, isAlpha), await expected(tile, isAlpha));
      });

  it("is opaque where the alpha of the input is", async () => {
    const tile = { data: new Uint8Array(3 * 30 * 30).fill(255), channels: 3, width: 30, height: 30 };
    const { pixels } = await computed(tile, true);
    assert.ok(pixels.every((value) => value === 255));
  });

  it("equals the reference in a corner of a tile of full size", async () => {
    const { tileCore, halo, scale } = recipeOf("faithful-x2");
    const side = tileCore + 2 * halo;
    const part = 2 * halo + 6;
    const whole = paintPlanar(side, side);
    const data = Uint8Array.from({ length: 3 * part * part }, (_, at) => {
      const row = side - part + (Math.floor(at / part) % part);
      const plane = Math.floor(at / part ** 2);
      return whole.data[(plane * side + row) * side + side - part + (at % part)] as number;
    });
    const { pixels } = await computed(whole, false);
    const rows = 6 * scale;
    const corner = Array.from({ length: rows }, (_, y) => {
      const end = 3 * scale * tileCore * (scale * tileCore - rows + y + 1);
      return pixels.subarray(end - 3 * rows, end);
    });
    const reference = await expected({ data, channels: 3, width: part, height: part }, false);
    assert.deepEqual(Buffer.concat(corner), reference.pixels);
  });

  it("is one of as many as are asked for at once, each with its own result", async () => {
    const tiles = [20, 16, 24, 15, 18, 21, 17].map((side) => paintPlanar(side, side + 3));
    const together = await Promise.all(tiles.map((tile) => computed(tile, false)));
    for (const [at, tile] of tiles.entries()) assert.deepEqual(together[at], await expected(tile, false));
  });
});

describe("the self-test", () => {
  it("passes the model of the reference", async () => {
    await selfTest(pool, await loadNetwork("faithful-x2"), geometry);
  });

  it("refuses a machine whose result differs in one weight", async () => {
    const network = await loadNetwork("faithful-x2");
    const layers = network.layers.map((layer, at) => {
      if (at !== 3) return layer;
      const weights = layer.weights.slice();
      weights[0] = (weights[0] as number) + 40;
      return { ...layer, weights };
    });
    await assert.rejects(
      () => selfTest(pool, { ...network, layers }, geometry),
      (error) => error instanceof GraphitiError && error.code === "DEVICE_DIFFERS",
    );
  });

  it("refuses a model that the runtime cannot read", async () => {
    await assert.rejects(
      () => SessionPool.open(new Uint8Array(100), 1),
      (error) => error instanceof GraphitiError && error.code === "DEVICE_DIFFERS",
    );
  });
});
