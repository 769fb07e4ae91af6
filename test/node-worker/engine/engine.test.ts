import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { loadNetwork } from "@graphiti/models/load-network.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
import { runReference } from "@graphiti/models/reference.ts";
import { alphaOfGreen } from "@graphiti/protocol/alpha.ts";
import { LayerDigest, planarDigest } from "@graphiti/protocol/digests.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import type { Planar } from "@graphiti/protocol/picture/halo.ts";
import { computeTile } from "../../../node-worker/engine/compute-tile.ts";
import { selfTest } from "../../../node-worker/engine/self-test.ts";
import { SessionPool } from "../../../node-worker/engine/session-pool.ts";
import { paintPlanar } from "../support/pictures.ts";

const geometry = { scale: 2, halo: 7 };
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

async function computed(tile: Planar, options: { bandRows?: number; isAlpha?: boolean }) {
  const parts: { row: number; pixels: Uint8Array }[] = [];
  const keep = ({ pixels }: { pixels: Uint8Array }, row: number) =>
    parts.push({ row, pixels: pixels.slice() });
  const digests = await computeTile(pool, tile, geometry, keep, options);
  assert.deepEqual(
    parts.map(({ row }) => row),
    parts.map(({ row }) => row).toSorted((a, b) => a - b),
  );
  return { ...digests, pixels: Buffer.concat(parts.map(({ pixels }) => pixels)) };
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
        assert.deepEqual(await computed(tile, { isAlpha }), await expected(tile, isAlpha));
      });

  it("is opaque where the alpha of the input is", async () => {
    const tile = { data: new Uint8Array(3 * 30 * 30).fill(255), channels: 3, width: 30, height: 30 };
    const { pixels } = await computed(tile, { isAlpha: true });
    assert.ok(pixels.every((value) => value === 255));
  });

  it("does not depend on the height of its bands", async () => {
    const tile = paintPlanar(20 + 14, 33 + 14);
    const whole = await computed(tile, { bandRows: 33 });
    for (const bandRows of [1, 4, 7, 16, 32, 100])
      assert.deepEqual(await computed(tile, { bandRows }), whole, `${bandRows} rows`);
  });

  it("ends when it is told to", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    const tile = paintPlanar(30, 30);
    await assert.rejects(() => computeTile(pool, tile, geometry, () => {}, { signal }), {
      message: "enough",
    });
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
