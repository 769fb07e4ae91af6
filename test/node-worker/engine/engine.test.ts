import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { recipeOf } from "@graphiti/models/catalogue.ts";
import { loadNetwork } from "@graphiti/models/load-network.ts";
import { runReference } from "@graphiti/models/reference.ts";
import { alphaOfGreen } from "@graphiti/protocol/alpha.ts";
import { LayerDigest, planarDigest } from "@graphiti/protocol/digests.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import type { Planar } from "@graphiti/protocol/picture/halo.ts";
import { pino } from "pino";
import type { Hex } from "viem";
import { requireConformance } from "../../../node-worker/engine/conformance.ts";
import { LocalEngine } from "../../../node-worker/engine/engine.ts";
import { programOf } from "../../../node-worker/engine/program.ts";
import { proveServices } from "../../../node-worker/engine/prove-services.ts";
import { SessionPool } from "../../../node-worker/engine/session-pool.ts";
import type { Log } from "../../../node-worker/report/logger.ts";
import { paintPlanar } from "../support/pictures.ts";

const differs = (error: unknown) => error instanceof GraphitiError && error.code === "DEVICE_DIFFERS";
const recipe = recipeOf("faithful-x2");
let pool: SessionPool;
before(async () => {
  pool = await SessionPool.open(await programOf(recipe, "cpu"), 2);
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

async function computed({ data, width, height }: Planar, isAlpha: boolean) {
  const { pixels, outputDigest, probe } = await pool.run({ pixels: data, width, height, isAlpha });
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
    const { tileCore, halo, scale } = recipe;
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

describe("the conformance of a device", () => {
  it("is shown by the digests that the recipe pins", async () => {
    await requireConformance(pool, recipe);
  });

  it("is missed when result or probe differ in one bit", async () => {
    const flipped = (digest: Hex): Hex => `${digest.slice(0, -1)}${digest.endsWith("0") ? 1 : 0}` as Hex;
    for (const part of ["result", "probe"] as const) {
      const conformance = { ...recipe.conformance, [part]: flipped(recipe.conformance[part]) };
      await assert.rejects(() => requireConformance(pool, { ...recipe, conformance }), differs);
    }
  });

  it("is not asked of a model that the runtime cannot read", async () => {
    const program = { kind: "network", device: "cpu", model: new Uint8Array(100) } as const;
    await assert.rejects(() => SessionPool.open(program, 1), differs);
  });
});

describe("the services of a machine", () => {
  const said: { level: string | number; service?: string; services?: string[] }[] = [];
  const log = pino(
    { level: "info" },
    { write: (line: string) => said.push(JSON.parse(line)) },
  ) as unknown as Log;
  const wanted = { choice: "cpu", sessions: 1, paces: [], log } as const;

  it("are those whose vectors it computes; another is refused by itself", async () => {
    const bad = { ...recipe, name: "not-there" };
    const untrue = { ...recipe, conformance: { ...recipe.conformance, probe: recipe.modelDigest } };
    const engines = await proveServices({ ...wanted, recipes: [bad, recipe] });
    assert.deepEqual([...engines.keys()], ["faithful-x2"]);
    assert.equal(said.find(({ service }) => service === "not-there")?.level, 50);
    assert.deepEqual(said.at(-1)?.services, ["faithful-x2"]);
    await assert.rejects(() => proveServices({ ...wanted, recipes: [untrue] }), differs);
  });

  it("are priced by what was measured, else by the recipe and this machine's speed", async () => {
    const pace = { service: "faithful-x2", device: "cpu", sessions: 1, secondsPerTile: 7 } as const;
    const paces = [{ ...pace, megapixelsPerSecond: 1, busyShare: 1 }];
    const measured = await proveServices({ ...wanted, recipes: [recipe], paces });
    assert.equal(measured.get("faithful-x2")?.secondsPerTile, 7);
    const ofTwo = paces.map((pace) => ({ ...pace, sessions: 2 }));
    const guessed = await proveServices({ ...wanted, recipes: [recipe], paces: ofTwo });
    const seconds = guessed.get("faithful-x2")?.secondsPerTile ?? 0;
    assert.ok(seconds > 0 && seconds !== 7, `${seconds} s`);
  });
});

describe("an engine", () => {
  it("lends the same sessions to all who want them at once, and opens none for the next soon after", async () => {
    const engine = new LocalEngine(recipe, "cpu", 1, 1);
    const pools: SessionPool[] = [];
    const use = () => engine.withSessions(async (lent) => void pools.push(lent));
    await Promise.all([use(), use()]);
    await use();
    assert.equal(new Set(pools).size, 1);
    await engine.close();
    await use();
    assert.equal(new Set(pools).size, 2);
    await engine.close();
  });

  it("opens new sessions after one has ended", async () => {
    const engine = new LocalEngine(recipe, "cpu", 1, 1);
    await engine.withSessions((lent) => lent.close());
    const tile = paintPlanar(15, 15);
    const request = { pixels: tile.data, width: 15, height: 15, isAlpha: false };
    const { width } = await engine.withSessions((lent) => lent.run(request));
    assert.equal(width, 2);
    await engine.close();
  });
});
